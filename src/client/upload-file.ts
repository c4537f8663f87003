import { type FileRef, readFileRef } from "#core/http/file-ref.ts";
import type { Json } from "#core/json/json.ts";
import type { PenstockClientOptions } from "./create-client.ts";

/** What is said of a file that is uploaded. */
export interface UploadedFile {
  /** `application/pdf`; left out: it is known by how the file begins, where that tells it. */
  readonly mediaType?: string;
  /** What people call it: 1 to 200 characters. */
  readonly name?: string;
}

/** A file that was not taken; `readPenstockError` says what it means. */
export class UploadError extends Error {
  override readonly name = "UploadError";
  /** The answer, as far as it was one of Penstock's. */
  readonly data: unknown;

  constructor(message: string, data: unknown) {
    super(message);
    this.data = data;
  }
}

/**
 * Puts a file into the store of the token's workspace, and returns what a run's input names it by:
 * `client.runs.start.mutate({ pipelineId, input: { manual: await uploadFile(access, bytes) } })`. Give it to a run
 * within a day: it is kept as long as that run.
 * @throws UploadError.
 */
export async function uploadFile(
  { url, token }: PenstockClientOptions,
  file: Blob | Uint8Array<ArrayBuffer>,
  about: UploadedFile = {},
): Promise<FileRef> {
  const address = new URL("/api/files", url);
  if (about.name !== undefined) address.searchParams.set("name", about.name);
  const mediaType = about.mediaType ?? (file instanceof Blob ? file.type : "");
  const answer = await fetch(address, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": mediaType === "" ? "application/octet-stream" : mediaType,
    },
    body: file,
  });
  const data: Json = await answer.json().catch(() => null);
  const ref = answer.ok ? readFileRef(data) : null;
  if (ref !== null) return ref;
  throw new UploadError(`The file was not accepted: the server answered with status ${answer.status}.`, data);
}
