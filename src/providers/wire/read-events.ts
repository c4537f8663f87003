import { createParser, type EventSourceMessage } from "eventsource-parser";

/** One server-sent event: the name that the server gave it, if any, and its data lines. */
export type ServerSentEvent = EventSourceMessage;

/**
 * Splits a body into its events: of each chunk those that it ended, which may be none. Characters and lines may be cut
 * anywhere between two chunks; what is not UTF-8 becomes U+FFFD. An event whose empty line never came is left out,
 * since its data may be half of what was meant. `look` sees each chunk before it is split, and may refuse it by
 * throwing. Rejects with whatever breaks the body.
 */
export async function* readEvents(
  body: AsyncIterable<Uint8Array> | null,
  look: (chunk: Uint8Array) => void = () => {},
): AsyncGenerator<readonly ServerSentEvent[], void, undefined> {
  if (body === null) return;
  const decoder = new TextDecoder();
  const whole: ServerSentEvent[] = [];
  const parser = createParser({ onEvent: (event) => whole.push(event) });
  for await (const chunk of body) {
    look(chunk);
    parser.feed(decoder.decode(chunk, { stream: true }));
    yield whole.splice(0);
  }
}
