import type { Json } from "#core/json/json.ts";

/** A request's text, split into the task and the text that it is about. */
export interface Material {
  readonly task: string;
  readonly text: string;
}

const maxTaskCharacters = 1_000;
const maxTextCharacters = 400_000;

/**
 * The first paragraph of the message (with the system prompt) is the task, the rest is the text. A message of one
 * paragraph is split at its first colon or line break; without either, it is both.
 */
export function splitMaterial(system: string, message: string): Material {
  const [first = "", ...rest] = splitOnce(message.trim());
  const text = rest.join("").trim();
  const task = `${system}\n${first}`.slice(0, maxTaskCharacters);
  return { task, text: unwrapJson(text === "" ? first : text).slice(0, maxTextCharacters) };
}

function splitOnce(message: string): readonly string[] {
  for (const separator of ["\n\n", "\n", ": "]) {
    const at = message.indexOf(separator);
    if (at > 0 && at < maxTaskCharacters)
      return [message.slice(0, at + 1), message.slice(at + separator.length)];
  }
  return [message];
}

/** Where several nodes meet, the text is JSON: its strings are used. */
function unwrapJson(text: string): string {
  if (!/^[[{]/.test(text)) return text;
  try {
    return stringsOf(JSON.parse(text) as Json, 0).join("\n\n");
  } catch {
    return text;
  }
}

function stringsOf(value: Json, depth: number): readonly string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object" || depth > 20) return [];
  return Object.values(value).flatMap((inner) => stringsOf(inner, depth + 1));
}
