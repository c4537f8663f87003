import { tooLarge } from "./decode-body.ts";

/** What could be read of a body; `fault` says why it is not all of it, and is null when it is. */
export interface LimitedBytes {
  readonly bytes: Uint8Array;
  readonly fault: unknown;
}

/**
 * Reads a body, at most `maxBytes` of it; the rest is never read. Does not throw: what came before a fault may be of
 * use.
 */
export async function readLimited(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<LimitedBytes> {
  const chunks: Uint8Array[] = [];
  let room = maxBytes;
  try {
    // Leaving the loop closes the connection.
    for await (const chunk of body) {
      chunks.push(chunk.subarray(0, room));
      room -= chunk.byteLength;
      if (room < 0) return { bytes: Buffer.concat(chunks), fault: tooLarge(maxBytes) };
    }
  } catch (error) {
    return { bytes: Buffer.concat(chunks), fault: error };
  }
  return { bytes: Buffer.concat(chunks), fault: null };
}
