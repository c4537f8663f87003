/**
 * The response, with a body that `look` sees as it is read, chunk by chunk, and may end by throwing: that closes the
 * connection. Not a TransformStream: it takes a chunk through two queues, and answers come in very many small ones.
 */
export function watchBody(response: Response, look: (chunk: Uint8Array) => void): Response {
  const { body, status, statusText, headers } = response;
  if (body === null) return response;
  const reader = body.getReader();
  const watched = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        try {
          look(value);
        } catch (error) {
          void reader.cancel(error).catch(() => {});
          throw error;
        }
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
  return new Response(watched, { status, statusText, headers });
}
