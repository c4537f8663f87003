import { RE2JS } from "re2js";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { findReference } from "./find-reference.ts";
import { type KeywordShape, keywordShapes, schemaTypes } from "./schema-keywords.ts";

/** What is wrong at one place of a JSON Schema, in words that follow the name of that place. */
export interface SchemaFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Path = SchemaFault["path"];

const patternCharacters = 500;

/**
 * Everything that makes a JSON Schema unusable: violations of the standard, and what is not supported here. Empty: it
 * can be matched.
 */
export function checkJsonSchema(schema: JsonObject): readonly SchemaFault[] {
  const isDraft7 = typeof schema.$schema === "string" && /draft-0[4-7]/.test(schema.$schema);
  const faults: SchemaFault[] = [];
  const add = (path: Path, message: string) => void faults.push({ path, message });
  new SchemaCheck(schema, isDraft7, add).schema(schema, []);
  return faults;
}

class SchemaCheck {
  private readonly root: JsonObject;
  private readonly isDraft7: boolean;
  private readonly add: (path: Path, message: string) => void;

  constructor(root: JsonObject, isDraft7: boolean, add: (path: Path, message: string) => void) {
    this.root = root;
    this.isDraft7 = isDraft7;
    this.add = add;
  }

  schema(value: Json, path: Path): void {
    if (typeof value === "boolean") return;
    if (!isJsonObject(value)) {
      this.add(path, "must be a schema: an object, true or false");
      return;
    }
    for (const [keyword, argument] of Object.entries(value)) {
      const shape = keywordShapes.get(keyword);
      if (shape !== undefined) this.checks[shape](argument, [...path, keyword]);
    }
  }

  private readonly checks: Readonly<Record<KeywordShape, (value: Json, path: Path) => void>> = {
    anything: () => undefined,
    schema: (value, path) => this.schema(value, path),
    schemas: (value, path) => this.listOf(value, path, "schemas", (part, at) => this.schema(part, at)),
    namedSchemas: (value, path) => this.named(value, path, (part, at) => this.schema(part, at)),
    items: (value, path) => {
      if (!Array.isArray(value)) return this.schema(value, path);
      if (this.isDraft7) return this.checks.schemas(value, path);
      this.add(path, "must be one schema: schemas for single entries are written under prefixItems");
    },
    count: (value, path) => {
      if (!Number.isInteger(value) || Number(value) < 0) this.add(path, "must be a whole number from 0 up");
    },
    number: (value, path) => {
      if (typeof value !== "number") this.add(path, "must be a number");
    },
    divisor: (value, path) => {
      if (typeof value !== "number" || value <= 0) this.add(path, "must be a number above 0");
    },
    boolean: (value, path) => {
      if (typeof value !== "boolean") this.add(path, "must be true or false");
    },
    pattern: (value, path) => this.pattern(value, path),
    patterns: (value, path) =>
      this.named(value, path, (part, at) => {
        this.pattern(at.at(-1) ?? "", at);
        this.schema(part, at);
      }),
    names: (value, path) => this.names(value, path),
    namedNames: (value, path) => this.named(value, path, (part, at) => this.names(part, at)),
    type: (value, path) => this.type(value, path),
    values: (value, path) => {
      if (!Array.isArray(value) || value.length === 0) this.add(path, "must be a list of at least one value");
    },
    reference: (value, path) => this.reference(value, path),
    refused: (_, path) => this.add(path, "is not supported: say it another way"),
  };

  private listOf(value: Json, path: Path, what: string, check: (part: Json, at: Path) => void): void {
    if (!Array.isArray(value) || value.length === 0) {
      this.add(path, `must be a list of at least one of its ${what}`);
      return;
    }
    for (const [index, part] of value.entries()) check(part, [...path, index]);
  }

  private named(value: Json, path: Path, check: (part: Json, at: Path) => void): void {
    if (!isJsonObject(value)) {
      this.add(path, "must be an object");
      return;
    }
    for (const [name, part] of Object.entries(value)) check(part, [...path, name]);
  }

  private names(value: Json, path: Path): void {
    const isGood = Array.isArray(value) && value.every((name) => typeof name === "string");
    if (!isGood) this.add(path, "must be a list of names");
    else if (new Set(value).size < value.length) this.add(path, "must not hold the same name twice");
  }

  private type(value: Json, path: Path): void {
    const types = Array.isArray(value) ? value : [value];
    const isGood = types.length > 0 && types.every((type) => schemaTypes.includes(String(type)));
    if (!isGood || new Set(types).size < types.length) {
      this.add(
        path,
        `must be one of ${schemaTypes.map((type) => `"${type}"`).join(", ")}, or a list of them`,
      );
    }
  }

  private pattern(value: Json, path: Path): void {
    if (typeof value !== "string" || value.length > patternCharacters) {
      this.add(path, `must be a pattern of at most ${patternCharacters} characters`);
      return;
    }
    try {
      RE2JS.compile(value);
    } catch {
      this.add(path, "must be a pattern in RE2's syntax: no look-around, no back-references");
    }
  }

  private reference(value: Json, path: Path): void {
    const target = typeof value === "string" ? findReference(this.root, value) : undefined;
    if (target === undefined || !(isJsonObject(target) || typeof target === "boolean")) {
      this.add(path, 'must lead to a schema in this one, such as "#/$defs/name"');
    }
  }
}
