/**
 * The response with a body that shows `look` each chunk as it is read. `look` may end it by throwing, which closes the
 * connection. Not a TransformStream: that passes each chunk through two queues, and answers consist of very many small
 * ones.
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
    // Read nothing before it is requested.
    { highWaterMark: 0 },
  );
  return new Response(watched, { status, statusText, headers });
}
