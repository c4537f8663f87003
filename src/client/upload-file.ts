import { type FileRef, readFileRef } from "#core/http/file-ref.ts";
import type { Json } from "#core/json/json.ts";
import type { PenstockClientOptions } from "./create-client.ts";

/** How to describe an uploaded file. */
export interface UploadedFile {
  /** The media type, for example `application/pdf`. If left out, it is detected from the first bytes where possible. */
  readonly mediaType?: string;
  /** The file's name: 1 to 200 characters. */
  readonly name?: string;
}

/** An upload that was refused; `readPenstockError` explains it. */
export class UploadError extends Error {
  override readonly name = "UploadError";
  /** The response, as far as it came from Penstock. */
  readonly data: unknown;

  constructor(message: string, data: unknown) {
    super(message);
    this.data = data;
  }
}

/**
 * Uploads a file to the token's workspace and returns its reference for a run's input: `client.runs.start.mutate({
 * pipelineId, input: { manual: await uploadFile(access, bytes) } })`. Use it in a run within a day; it is then kept as
 * long as that run.
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
