import { tooLarge } from "./decode-body.ts";

/** What could be read of a body. `fault` says why it is incomplete; null: it is complete. */
export interface LimitedBytes {
  readonly bytes: Uint8Array;
  readonly fault: unknown;
}

/** Reads at most `maxBytes` of a body and never the rest. Does not throw: what came before an error may be useful. */
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
