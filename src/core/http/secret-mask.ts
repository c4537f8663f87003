import type { Json } from "#core/json/json.ts";

/** Replaces the value of a secret by `***NAME***`. */
export interface SecretMask {
  text(text: string): string;
  /** Like `text`, for a text that was cut off and may end in the middle of a value. */
  cutText(text: string): string;
  /** Every text, key and number of a value. */
  json(value: Json): Json;
  bytes(bytes: Uint8Array): Uint8Array;
}

/** Shorter values occur in too many unrelated texts. */
const shortestMasked = 8;

interface Form {
  readonly text: string;
  readonly mask: string;
}

/** A mask for the values of these secrets, as they are and in the forms in which addresses and JSON write them. */
export function createSecretMask(secrets: ReadonlyMap<string, string>): SecretMask {
  const forms = [...secrets]
    .filter(([, value]) => value.length >= shortestMasked)
    .flatMap(([name, value]) => formsOf(value).map((text): Form => ({ text, mask: `***${name}***` })))
    // One secret may begin like another.
    .toSorted((left, right) => right.text.length - left.text.length);
  const text = (given: string) =>
    forms.reduce((left, form) => left.replaceAll(form.text, () => form.mask), given);
  return {
    text,
    cutText: (given) => forms.reduce(maskEnd, text(given)),
    json: (value) => (forms.length === 0 ? value : maskJson(value, text)),
    bytes: (bytes) => forms.reduce(maskBytes, bytes),
  };
}

function formsOf(value: string): readonly string[] {
  const whole = value.toWellFormed();
  const percent = encodeURIComponent(whole);
  const small = percent.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase());
  const form = new URLSearchParams([["", value]]).toString().slice(1);
  const inJson = JSON.stringify(value).slice(1, -1);
  const inPath = percent.replaceAll("%2F", "/");
  // Hosts are written in lower case.
  const inHost = value.toLowerCase();
  return [...new Set([value, inHost, percent, inPath, encodeURI(whole), small, form, inJson])];
}

function maskEnd(given: string, { text, mask }: Form): string {
  for (let length = text.length - 1; length >= shortestMasked; length -= 1) {
    if (given.endsWith(text.slice(0, length))) return given.slice(0, -length) + mask;
  }
  return given;
}

function maskJson(value: Json, mask: (text: string) => string): Json {
  if (typeof value === "string") return mask(value);
  if (typeof value === "number") {
    const written = String(value);
    const masked = mask(written);
    return masked === written ? value : masked;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => maskJson(element, mask));
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [mask(key), maskJson(element, mask)]),
  );
}

/** As Latin-1 every byte is one character, so that bytes can be searched like text. */
function maskBytes(bytes: Uint8Array, { text, mask }: Form): Uint8Array {
  const written = latin1(bytes);
  const wanted = latin1(new TextEncoder().encode(text));
  if (!written.includes(wanted)) return bytes;
  const masked = written.replaceAll(wanted, () => mask);
  return Uint8Array.from(masked, (character) => character.charCodeAt(0));
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += 8_192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  }
  return text;
}
