import { AppError } from "#core/errors.ts";
import { typeOfFile } from "#core/http/file-kinds.ts";
import { type FileRef, fileRefOf } from "#core/http/file-ref.ts";
import { isMediaType } from "#core/http/kept-bytes.ts";
import { spool } from "#server/files/spool.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { keepFile } from "./keep-file.ts";

interface UploadFileInput {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The media type that the sender claims, without parameters; empty where none is given. */
  readonly mediaType: string;
  /** The file's name at its origin. Null where unknown. */
  readonly name: string | null;
}

/**
 * Uploads a file for runs of the workspace. It is kept for a day, and then as long as any run that refers to it.
 * @throws AppError FORBIDDEN, RATE_LIMITED, PAYLOAD_TOO_LARGE, INVALID_INPUT where it does not match its type,
 * STORAGE_FULL, FILES_UNAVAILABLE.
 */
export async function uploadFile(context: ServiceContext, input: UploadFileInput): Promise<FileRef> {
  authorize(context, "runs.start");
  const { actor, ports, bodies } = context;
  await ports.rateLimits.consume("upload-by-person", actor.userId);
  const { name } = input;
  const said = input.mediaType.toLowerCase();
  if (said !== "" && !isMediaType(said))
    throw new AppError("INVALID_INPUT", "The content type must be a media type, such as image/png.");
  if (name !== null && (name === "" || name.length > 200))
    throw new AppError("INVALID_INPUT", "The name must have 1 to 200 characters.");
  const file = await spool(input.chunks, bodies.maxBytes);
  try {
    if (file.bytes === 0) throw new AppError("INVALID_INPUT", "The file is empty.");
    const found = typeOfFile(said, file.beginning);
    if (!found.ok) throw new AppError("INVALID_INPUT", `The file is not accepted: ${found.message}.`);
    await keepFile(context, actor.workspaceId, file, found.mediaType);
    return fileRefOf(file.sha256, found.mediaType, file.bytes, name ?? undefined);
  } finally {
    await file.drop();
  }
}
