/** Of what was refused, so much is still taken in, and for so long. */
const mostDiscardedBytes = 200_000_000;
const longestDiscardMs = 30_000;

/**
 * A request's body, piece by piece. Whoever stops reading leaves the rest to be thrown away while they answer: a body
 * that is cancelled resets the connection, and its sender never reads why it was refused.
 */
export async function* requestChunks(request: Request): AsyncGenerator<Uint8Array, void, undefined> {
  if (request.body === null) return;
  const reader = request.body.getReader();
  let hasEnded = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      hasEnded = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!hasEnded) void discard(reader);
  }
}

/** Never throws: a sender who has gone needs no answer. */
async function discard(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const untilMs = performance.now() + longestDiscardMs;
  try {
    for (let bytes = 0; bytes < mostDiscardedBytes && performance.now() < untilMs; ) {
      const { done, value } = await reader.read();
      if (done) return;
      bytes += value.byteLength;
    }
    await reader.cancel();
  } catch {
    // It has ended, one way or the other.
  }
}
