import { AppError } from "#core/errors.ts";
import { watchBody } from "./watch-body.ts";

/** A server-sent event of a model has a few hundred bytes, and a thinking block's signature some kilobytes. */
const maxEventBytes = 4_194_304;
/** A page of a thousand models with all their details is far smaller. */
const maxAnswerBytes = 4_194_304;
/** How much of an error body is read: enough for a type, a code and a sentence. */
const maxErrorBytes = 65_536;

const lineFeed = 10;
const carriageReturn = 13;

/**
 * The response with a body that fails once it exceeds its limit, counted as it is decoded and before it is buffered.
 * Event streams are passed on unchanged: see `createEventLimit`.
 */
export function limitAnswer(response: Response, label: string): Response {
  if (response.ok && isEventStream(response)) return response;
  const maxBytes = response.ok ? maxAnswerBytes : maxErrorBytes;
  let bytes = 0;
  return watchBody(response, (chunk) => {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw tooLarge(`${label} sent more than the ${maxBytes} bytes that such an answer may have`);
  });
}

/**
 * Checks the chunks of an event stream: no event may be larger than any model's.
 * @throws AppError PROVIDER_PROTOCOL.
 */
export function createEventLimit(label: string): (chunk: Uint8Array) => void {
  const size = createEventMeter();
  return (chunk) => {
    if (size(chunk) > maxEventBytes)
      throw tooLarge(`${label} sent an event of more than ${maxEventBytes} bytes, which no model does`);
  };
}

export function isEventStream(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("text/event-stream") === true;
}

/** Returns, for each chunk, the size of the largest event that it ended or continued. */
function createEventMeter(): (chunk: Uint8Array) => number {
  const place = { eventBytes: 0, lineBytes: 0, previous: 0 };
  return (chunk) => {
    let largest = 0;
    for (const byte of chunk) {
      takeByte(place, byte);
      if (place.eventBytes > largest) largest = place.eventBytes;
    }
    return largest;
  };
}

/** An empty line ends an event; lines end with LF, CR or both. */
function takeByte(place: { eventBytes: number; lineBytes: number; previous: number }, byte: number): void {
  place.eventBytes += 1;
  const isSecondHalf = byte === lineFeed && place.previous === carriageReturn;
  place.previous = byte;
  if (byte !== lineFeed && byte !== carriageReturn) place.lineBytes += 1;
  else if (!isSecondHalf) {
    if (place.lineBytes === 0) place.eventBytes = 0;
    place.lineBytes = 0;
  }
}

function tooLarge(message: string): AppError {
  return new AppError("PROVIDER_PROTOCOL", `${message}. Check the provider's base URL.`, {
    retryable: false,
  });
}
