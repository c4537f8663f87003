import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";

/** How the schema of an answer is requested. */
export interface OutputFormat {
  readonly name: string;
  readonly schema: JsonObject;
  /** The vendor enforces the schema. Otherwise it is a strong hint, and the engine checks the answer. */
  readonly strict: boolean;
}

const formatName = "answer";

/** The JSON Schema keywords that strict mode accepts. Any other would make the vendor refuse the call. */
const strictWords: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "enum",
  "const",
  "anyOf",
  "description",
  "title",
]);

/** The Responses API accepts only schemas of objects; any other is described in words. */
export function isObjectSchema(schema: JsonObject): boolean {
  return schema.type === "object";
}

export function inWords(schema: JsonObject): string {
  return `Answer with JSON alone, without any text around it, that matches this JSON Schema: ${JSON.stringify(schema)}`;
}

/**
 * Strict where the schema already meets strict mode (every property required, only known keywords). Its objects are
 * then closed, which excludes nothing that the schema means. Strict mode cannot express an optional property, so such a
 * schema is sent unchanged.
 */
export function toOutputFormat(schema: JsonObject): OutputFormat {
  const closed = closeObjects(schema);
  const isStrict = closed !== null && closed.type === "object";
  return { name: formatName, schema: isStrict ? closed : schema, strict: isStrict };
}

/** The schema with its objects closed. Null: strict mode cannot express it. */
function closeObjects(schema: JsonObject): JsonObject | null {
  if (Object.keys(schema).some((word) => !strictWords.has(word))) return null;
  const parts = Object.entries(schema).map(([word, value]) => [word, closePart(word, value)] as const);
  if (parts.some(([, value]) => value === undefined)) return null;
  const closed = Object.fromEntries(parts) as JsonObject;
  return closed.type === "object" ? closeObject(closed) : closed;
}

function closeObject(schema: JsonObject): JsonObject | null {
  const names = isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
  const required: readonly Json[] = Array.isArray(schema.required) ? schema.required : [];
  const isOpen = schema.additionalProperties !== undefined && schema.additionalProperties !== false;
  if (isOpen || names.length === 0 || names.some((name) => !required.includes(name))) return null;
  return { ...schema, additionalProperties: false };
}

/** Undefined: strict mode cannot express this part. */
function closePart(word: string, value: Json | undefined): Json | undefined {
  switch (word) {
    case "properties":
      return isJsonObject(value) ? closeEach(value) : undefined;
    case "items":
      return isJsonObject(value) ? (closeObjects(value) ?? undefined) : undefined;
    case "anyOf":
      return Array.isArray(value) ? closeAll(value) : undefined;
    default:
      return value;
  }
}

function closeEach(properties: JsonObject): JsonObject | undefined {
  const closed = Object.entries(properties).map(
    ([name, value]) => [name, isJsonObject(value) ? closeObjects(value) : null] as const,
  );
  return closed.every(([, value]) => value !== null) ? (Object.fromEntries(closed) as JsonObject) : undefined;
}

function closeAll(choices: readonly Json[]): Json[] | undefined {
  const closed = choices.map((choice) => (isJsonObject(choice) ? closeObjects(choice) : null));
  return closed.every((choice) => choice !== null) ? closed : undefined;
}
