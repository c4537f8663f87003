import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { ownField } from "#core/json/own-key.ts";
import type { ModelRequest } from "#engine/ports.ts";
import { textsOf } from "./message-texts.ts";

const charsPerToken = 4;
const sentCharsPerToken = 3;
/** Far more than any call takes. Booking more could make every sum that includes it too large. */
const mostTokens = 100_000_000;
/** Far more than a usage object needs; it is stored with the attempt. */
const maxRawCharacters = 16_384;

/** What is known of a call before its vendor reports usage. */
export interface CallSize {
  /** The request's input, estimated by its length (rather too high), for a vendor that does not report it. */
  readonly expectedInput: number;
  /** The maximum output that the request allowed. */
  readonly maxOutput: number;
}

export function sizeOf(request: ModelRequest): CallSize {
  const characters = textsOf(request).reduce((length, text) => length + text.length, 0);
  return { expectedInput: Math.ceil(characters / sentCharsPerToken), maxOutput: request.maxTokens };
}

/** Output tokens estimated by length, at most what the request allowed. */
export function guessOutput(characters: number, { maxOutput }: CallSize): number {
  return Math.min(Math.ceil(characters / charsPerToken), maxOutput);
}

/** A token count, or null where the vendor reported none, or one that cannot be right. */
export function reportedCount(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= mostTokens
    ? value
    : null;
}

/** Whether a vendor's usage object is small enough to be kept whole. */
export function fitsRaw(raw: JsonObject): boolean {
  return JSON.stringify(raw).length <= maxRawCharacters;
}

/** An object inside a vendor's usage object; empty where there is none. */
export function partOf(raw: JsonObject, name: string): JsonObject {
  const part = ownField(raw, name);
  return isJsonObject(part) ? part : {};
}
