import { Ajv, type Options, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { RE2JS } from "re2js";
import { AppError } from "#core/errors.ts";
import type { Json, JsonObject } from "#core/json.ts";
import { meterKeyword, withMeters } from "./schema-meter.ts";

/** Visits of schema parts that one validation may take: far more than a large honest one needs, done in well under a second. */
const maxVisits = 300_000;

/** Says what is wrong with a value, or null. */
export type OutputValidator = (value: Json) => string | null;

/** Plans are built once per version and shared, so their schema objects are a fit key. */
const compiled = new WeakMap<JsonObject, OutputValidator>();

/**
 * A validator for a JSON Schema (2020-12, or draft-07 where it says so). Patterns run on a linear engine, nothing is fetched, formats are not
 * checked, and the work is bounded. Throws INVALID_DEFINITION when the schema itself is no schema.
 */
export function compileSchema(schema: JsonObject): OutputValidator {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = compile(schema);
  compiled.set(schema, made);
  return made;
}

function compile(schema: JsonObject): OutputValidator {
  let visits = 0;
  const onVisit = () => {
    visits += 1;
    if (visits > maxVisits) throw tooCostly();
    return true;
  };
  const validate = compileMetered(schema, onVisit);
  return (value) => {
    visits = 0;
    try {
      return validate(value) ? null : describe(validate);
    } catch (error) {
      // A schema that leads back to itself at the same place ends at the stack's end.
      if (error instanceof RangeError) throw tooCostly();
      throw error;
    }
  };
}

function tooCostly(): AppError {
  return new AppError(
    "OUTPUT_INVALID",
    "The output cannot be checked: its outputSchema asks for too much work. Simplify it.",
    {
      retryable: false,
    },
  );
}

function compileMetered(schema: JsonObject, onVisit: () => boolean): ValidateFunction {
  try {
    const isDraft7 = typeof schema.$schema === "string" && /draft-0[4-7]/.test(schema.$schema);
    // One instance per schema: an instance keeps all it ever compiled.
    const ajv = isDraft7 ? new Ajv(options) : new Ajv2020(options);
    ajv.removeKeyword("uniqueItems");
    ajv.addKeyword({
      keyword: "uniqueItems",
      type: "array",
      schemaType: "boolean",
      validate: hasUniqueItems,
    });
    ajv.addKeyword({ keyword: meterKeyword, before: "not", schemaType: "boolean", validate: onVisit });
    return ajv.compile(withMeters(schema) as JsonObject);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 300) : "it cannot be read";
    throw new AppError(
      "INVALID_DEFINITION",
      `The node's outputSchema is not a usable JSON Schema: ${reason}.`,
    );
  }
}

const linearRegExp: NonNullable<NonNullable<Options["code"]>["regExp"]> = Object.assign(
  (pattern: string) => {
    const regExp = RE2JS.compile(pattern);
    // Ajv tells patterns apart by their text.
    return { test: (text: string) => regExp.test(text), toString: () => `linear ${pattern}` };
  },
  { code: "linearRegExp" },
);

const options: Options = {
  strict: false,
  logger: false,
  validateFormats: false,
  code: { regExp: linearRegExp },
};

/** In one pass; the usual way compares each element with each other. */
function hasUniqueItems(wanted: boolean, items: readonly Json[]): boolean {
  return !wanted || new Set(items.map((item) => JSON.stringify(sortKeys(item)))).size === items.length;
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, part]) => [key, sortKeys(part)]),
  );
}

function describe(validate: ValidateFunction): string {
  const [error] = validate.errors ?? [];
  if (error === undefined) return "it does not match";
  const path = error.instancePath === "" ? "the output" : error.instancePath;
  return `${path} ${error.message ?? "does not match"}`;
}
