import { AppError } from "#core/errors.ts";

/** Reads a body as text, at most `maxBytes` of it: more is an error, and the rest is never read. */
export async function readLimited(
  body: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  maxBytes: number,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop closes the connection.
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new AppError("HTTP_FAILED", `The answer is larger than the ${maxBytes} bytes that are allowed.`, {
        retryable: false,
      });
    }
    chunks.push(chunk);
  }
  return decoderFor(contentType).decode(Buffer.concat(chunks));
}

function decoderFor(contentType: string | undefined): TextDecoder {
  const charset = /;\s*charset="?([\w-]{1,40})/i.exec(contentType ?? "")?.[1];
  try {
    return new TextDecoder(charset ?? "utf-8");
  } catch {
    return new TextDecoder("utf-8");
  }
}
