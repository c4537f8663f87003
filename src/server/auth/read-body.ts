import { AppError } from "#core/errors.ts";
import { requestChunks } from "./request-chunks.ts";

/**
 * A request's body as text, read no further than the limit.
 * @throws AppError PAYLOAD_TOO_LARGE.
 */
export async function readBodyText(request: Request, maxBytes: number): Promise<string> {
  return (await readBytes(request, maxBytes)).toString("utf8");
}

/**
 * A request's body as bytes, read no further than the limit.
 * @throws AppError PAYLOAD_TOO_LARGE.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of requestChunks(request)) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): AppError {
  const limit = maxBytes < 1_000_000 ? `${maxBytes / 1000} kB` : `${maxBytes / 1_000_000} MB`;
  return new AppError(
    "PAYLOAD_TOO_LARGE",
    `The request is larger than ${limit}. Send less, or pass a reference to the data.`,
  );
}
