import { createParser, type EventSourceMessage } from "eventsource-parser";

/** One server-sent event: the name that the server gave it, if any, and its data lines. */
export type ServerSentEvent = EventSourceMessage;

/**
 * Splits a body into its events. Characters and lines may be cut anywhere between two chunks; what is not UTF-8 becomes
 * U+FFFD. An event whose empty line never came is left out, since its data may be half of what was meant. Rejects with
 * whatever breaks the body.
 */
export async function* readEvents(response: Response): AsyncGenerator<ServerSentEvent, void, undefined> {
  if (response.body === null) return;
  const decoder = new TextDecoder();
  const whole: ServerSentEvent[] = [];
  const parser = createParser({ onEvent: (event) => whole.push(event) });
  for await (const chunk of response.body) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    yield* whole.splice(0);
  }
}
