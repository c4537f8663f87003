import { createParser, type EventSourceMessage } from "eventsource-parser";

/** One server-sent event: its name, if the server gave one, and its data lines. */
export type ServerSentEvent = EventSourceMessage;

/**
 * Splits a body into events. Each chunk yields the events that it completed, possibly none; characters and lines may be
 * cut anywhere between chunks, and invalid UTF-8 becomes U+FFFD. An event without its final empty line is dropped,
 * since its data may be incomplete. `look` sees each chunk before it is split, and may reject it by throwing. Rejects
 * with whatever breaks the body.
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
