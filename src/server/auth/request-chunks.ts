/** How much of a refused body is still read, and for how long. */
const mostDiscardedBytes = 200_000_000;
const longestDiscardMs = 30_000;

/**
 * A request's body, chunk by chunk. If the reader stops early, the rest is read and discarded while it answers:
 * cancelling a body resets the connection, and the sender would never see the answer.
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

/** Never throws: a sender who has disconnected needs no answer. */
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
    // The sender has disconnected.
  }
}
