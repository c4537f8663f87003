/** File types that are recognised by how they begin, by media type. */
const kinds: ReadonlyMap<string, { readonly words: string; readonly begins: RegExp }> = new Map([
  ["image/png", { words: "a PNG picture", begins: /^\x89PNG/ }],
  ["image/jpeg", { words: "a JPEG picture", begins: /^\xff\xd8\xff/ }],
  ["image/gif", { words: "a GIF picture", begins: /^GIF8/ }],
  ["image/webp", { words: "a WebP picture", begins: /^RIFF.{4}WEBP/s }],
  ["application/pdf", { words: "a PDF", begins: /^%PDF-/ }],
]);

/** This many bytes at its beginning are enough to recognise a file. */
export const tellingBytes = 16;

/** The type of a file of unknown type; programs also send it when they do not know. */
const unsaid: ReadonlySet<string> = new Set([
  "",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
]);

/** The name of a media type in words; undefined if it is not recognised by its beginning. */
export function kindWords(mediaType: string): string | undefined {
  return kinds.get(mediaType)?.words;
}

/** Whether a file begins as its media type requires; true for types that are not recognised. */
export function beginsAs(mediaType: string, beginning: Uint8Array): boolean {
  return kinds.get(mediaType)?.begins.test(asText(beginning)) ?? true;
}

export type TypeFound =
  | { readonly ok: true; readonly mediaType: string }
  | { readonly ok: false; readonly message: string };

/**
 * The media type of a file, from the declared type and its beginning. A file where the two contradict each other is
 * refused. If no type was declared, the beginning decides.
 */
export function typeOfFile(said: string, beginning: Uint8Array): TypeFound {
  const text = asText(beginning);
  const found = [...kinds].find(([, { begins }]) => begins.test(text))?.[0] ?? null;
  if (unsaid.has(said)) return { ok: true, mediaType: found ?? "application/octet-stream" };
  if (found === said || (found === null && !kinds.has(said))) return { ok: true, mediaType: said };
  const words = kindWords(found ?? said) ?? said;
  const message =
    found === null
      ? `its type is given as ${said}, but it is not ${words}`
      : `its type is given as ${said}, but it begins like ${words}`;
  return { ok: false, message };
}

/** Each byte as the character with its number. */
function asText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, tellingBytes));
}
