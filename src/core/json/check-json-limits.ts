import { describeExcess } from "./describe-size.ts";
import { type JsonLimits, jsonLimits } from "./json-limits.ts";

export type JsonPath = readonly (string | number)[];

/** Why a value is refused, and where in it. */
export interface JsonFault {
  readonly code: "PAYLOAD_TOO_LARGE" | "INVALID_INPUT";
  readonly message: string;
  readonly path: JsonPath;
}

/** An error with its place, as one sentence without its end: `rows[3].id: the text holds a NUL character`. */
export function describeJsonFault({ message, path }: JsonFault): string {
  const place = path
    .slice(0, 8)
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
  return place === "" ? message : `${place.slice(0, 200)}: ${message}`;
}

interface Visit {
  readonly value: unknown;
  readonly key: string | number;
  readonly parent: Visit | null;
  readonly depth: number;
}

/**
 * The first reason to refuse a JSON value, or null. It refuses values that are too deep, have too many parts or are too
 * large, and what PostgreSQL cannot store: NUL characters, unpaired surrogates, numbers that are not finite. No key is
 * special: `__proto__` is one like any other. It keeps its own stack, so that hostile depth cannot overflow the real
 * one.
 */
export function checkJsonLimits(value: unknown, limits: JsonLimits = jsonLimits): JsonFault | null {
  const stack: Visit[] = [{ value, key: "", parent: null, depth: 0 }];
  let elements = 0;
  let characters = 0;
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const fault = faultOf(visit, limits);
    if (fault !== null) return { code: fault.code, message: fault.message, path: pathOf(visit) };
    characters += ownCharacters(visit);
    if (characters > limits.characters) return tooLarge(characters, stack, limits);
    const children = childrenOf(visit);
    elements += children.length;
    if (elements > limits.elements) return tooMany(limits, pathOf(visit));
    for (const child of children.reverse()) stack.push(child);
  }
  return null;
}

function childrenOf(parent: Visit): Visit[] {
  const { value } = parent;
  if (typeof value !== "object" || value === null) return [];
  const depth = parent.depth + 1;
  if (Array.isArray(value)) return value.map((element, key) => ({ value: element, key, parent, depth }));
  return Object.entries(value).map(([key, element]) => ({ value: element, key, parent, depth }));
}

type Fault = Pick<JsonFault, "code" | "message">;

function faultOf({ value, key, depth }: Visit, limits: JsonLimits): Fault | null {
  if (typeof key === "string" && !isStorable(key))
    return invalid("a key holds a NUL character or half a character");
  if (typeof value === "string") return faultOfText(value);
  if (typeof value === "object") {
    // A list or an object at this depth is one level too deep.
    return value === null || depth < limits.depth
      ? null
      : invalid(`it is nested more than ${limits.depth} levels deep`);
  }
  return faultOfScalar(value);
}

function faultOfText(text: string): Fault | null {
  if (text.includes("\0")) return invalid("the text holds a NUL character (\\u0000); remove it");
  return text.isWellFormed()
    ? null
    : invalid("the text holds half a character (a lone surrogate); remove it");
}

function faultOfScalar(value: unknown): Fault | null {
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return null;
  return invalid(`${typeof value === "number" ? String(value) : typeof value} is not a JSON value`);
}

function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/**
 * The position of the first NUL character or unpaired surrogate in a text, which cannot be stored; null: it has none.
 */
export function findUnstorable(text: string): number | null {
  return isStorable(text) ? null : text.search(/[\0\p{Cs}]/u);
}

/** The approximate size of this part written as JSON, without its contents. */
function ownCharacters({ value, key, parent }: Visit): number {
  const label = typeof key === "string" && parent !== null ? key.length + 3 : 0;
  const separator = parent === null ? 0 : 1;
  if (typeof value === "string") return label + separator + value.length + 2;
  return label + separator + (typeof value === "object" && value !== null ? 2 : String(value).length);
}

function tooLarge(counted: number, rest: Visit[], limits: JsonLimits): JsonFault {
  const size = counted + rest.reduce((total, visit) => total + ownCharacters(visit), 0);
  return {
    code: "PAYLOAD_TOO_LARGE",
    message: `as JSON it is at least ${describeExcess(size, limits.characters)}`,
    path: [],
  };
}

function tooMany(limits: JsonLimits, path: JsonPath): JsonFault {
  return {
    code: "PAYLOAD_TOO_LARGE",
    message: `it has more than ${limits.elements.toLocaleString("en-US")} elements and keys`,
    path,
  };
}

function invalid(message: string): Fault {
  return { code: "INVALID_INPUT", message };
}

function pathOf(visit: Visit): JsonPath {
  const path: (string | number)[] = [];
  for (let at = visit; at.parent !== null; at = at.parent) path.push(at.key);
  return path.reverse();
}
