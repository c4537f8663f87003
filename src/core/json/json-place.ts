import type { JsonPath } from "./check-json-limits.ts";
import { endOfString } from "./lossy-numbers.ts";

/** A list or an object that is open at a position; `key` is as written, with its quotes. */
interface Level {
  readonly isList: boolean;
  index: number;
  key: string;
  readonly keys: Set<string>;
}

/** The path of the value that begins at `offset` in JSON text. The text must be valid JSON. */
export function jsonPathAt(json: string, offset: number): JsonPath {
  const levels: Level[] = [];
  for (let index = 0; index < offset; index += 1) index = step(json, index, levels);
  return levels.map(({ isList, index, key }) => (isList ? index : String(JSON.parse(key))));
}

/**
 * Whether a key appears twice in one object of JSON text: parsers silently take the last. The text must be valid JSON.
 */
export function hasDuplicateKey(json: string): boolean {
  const levels: Level[] = [];
  for (let index = 0; index < json.length; index += 1) {
    const level = levels.at(-1);
    const isKey = json[index] === '"' && level?.isList === false && level.key === "";
    index = step(json, index, levels);
    if (!isKey) continue;
    const key = String(JSON.parse(level.key));
    if (level.keys.has(key)) return true;
    level.keys.add(key);
  }
  return false;
}

/** Processes the character at `index`, and returns the last index of it. */
function step(json: string, index: number, levels: Level[]): number {
  const level = levels.at(-1);
  switch (json[index]) {
    case '"': {
      const end = endOfString(json, index);
      if (level?.isList === false && level.key === "") level.key = json.slice(index, end + 1);
      return end;
    }
    case "{":
    case "[":
      levels.push({ isList: json[index] === "[", index: 0, key: "", keys: new Set() });
      return index;
    case "}":
    case "]":
      levels.pop();
      return index;
    case ",":
      if (level !== undefined) Object.assign(level, { index: level.index + 1, key: "" });
      return index;
    default:
      return index;
  }
}
