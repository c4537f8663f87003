import { AppError } from "#core/errors.ts";
import { type BodyKind, bodyKind, charsetOf, essenceOf } from "#core/http/body-kind.ts";
import type { Json } from "#core/json/json.ts";
import { jsonLimits } from "#core/json/json-limits.ts";
import { normalizeText } from "#core/json/normalize-text.ts";
import { parseForeignJson } from "#core/json/parse-json-text.ts";

/** How a body is to be parsed. */
export type BodyParse = "auto" | "json" | "text";

export interface ReceivedBody {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  /** It is incomplete: then it is not parsed as JSON, and half a character at its end is not an error. */
  readonly isCut: boolean;
}

/**
 * A body as the run stores it: the value of JSON, text, or the bytes of anything else as `{ base64, mediaType, bytes
 * }`. Bytes are never stored as a text that has lost some of them.
 * @throws AppError HTTP_FAILED if it is not what `parse` asks for, OUTPUT_INVALID if its JSON is more than a run may
 * carry.
 */
export function keptBody(body: ReceivedBody, parse: BodyParse, maxCharacters: number): Json {
  if (body.bytes.byteLength === 0) return parse === "json" ? null : "";
  const kind = bodyKind(body.contentType);
  const text = parse === "auto" && kind === "bytes" ? null : decode(body, kind === "unknown");
  if (text === null) {
    if (parse === "auto") return asBytes(body);
    throw unreadable(`is not text: it is ${describe(body)}. Use parse: auto to get its bytes`);
  }
  return parse !== "text" && !body.isCut && mayBeJson(kind, text, parse)
    ? readJson(body, text, parse, maxCharacters)
    : normalizeText(text);
}

function mayBeJson(kind: BodyKind, text: string, parse: BodyParse): boolean {
  return parse === "json" || kind === "json" || (kind !== "text" && /^\s*[[{]/.test(text));
}

/** A body that claims to be JSON but is not remains text, unless the author asks for JSON. */
function readJson(body: ReceivedBody, text: string, parse: BodyParse, maxCharacters: number): Json {
  const parsed = parseForeignJson(text, { ...jsonLimits, characters: maxCharacters });
  if (parsed.ok) return parsed.value;
  if (parsed.kind === "refused") throw beyondLimits(parsed.fault.message);
  if (parse === "json") throw unreadable(`is not JSON: it is ${describe(body)}`);
  return normalizeText(text);
}

/**
 * The body of a failed response: never an error itself, since the status is what counts. Null for bytes that are
 * incomplete.
 */
export function readFailedBody(body: ReceivedBody, parse: BodyParse): Json {
  const ways: readonly BodyParse[] = parse === "text" ? ["text"] : ["auto", "text"];
  for (const way of ways) {
    try {
      const read = keptBody(body, way, jsonLimits.characters);
      return body.isCut && typeof read !== "string" ? null : read;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return body.isCut ? null : asBytes(body);
}

function beyondLimits(reason: string): AppError {
  return new AppError(
    "OUTPUT_INVALID",
    `The answer's JSON cannot be kept: ${reason}. Ask for less, or use parse: text to keep it as text.`,
    { retryable: false },
  );
}

/** Null if the bytes are not text in the stated charset, or in UTF-8 if none is stated. */
function decode({ bytes, contentType, isCut }: ReceivedBody, mayBeAnything: boolean): string | null {
  if (mayBeAnything && bytes.includes(0)) return null;
  try {
    return decoderFor(charsetOf(contentType)).decode(bytes, { stream: isCut });
  } catch {
    return null;
  }
}

function decoderFor(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset ?? "utf-8", { fatal: true });
  } catch {
    return new TextDecoder("utf-8", { fatal: true });
  }
}

function asBytes({ bytes, contentType }: ReceivedBody): Json {
  return {
    base64: Buffer.from(bytes).toString("base64"),
    mediaType: essenceOf(contentType) || "application/octet-stream",
    bytes: bytes.byteLength,
  };
}

function describe({ bytes, contentType }: ReceivedBody): string {
  return `${bytes.byteLength} bytes of ${essenceOf(contentType) || "no content type"}`;
}

function unreadable(what: string): AppError {
  return new AppError("HTTP_FAILED", `The answer's body ${what}.`, { retryable: false });
}
