import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { bestSentence, toSentences } from "./extract.ts";
import type { Material } from "./material.ts";

const maxDepth = 12;
const defaultItems = 3;

const formats: { readonly [format: string]: string } = {
  "date-time": "2000-01-01T00:00:00Z",
  date: "2000-01-01",
  time: "00:00:00Z",
  duration: "P1D",
  email: "nobody@example.com",
  hostname: "example.com",
  uri: "https://example.com/",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uuid: "00000000-0000-4000-8000-000000000000",
};

interface Fill {
  readonly root: JsonObject;
  readonly material: Material;
  /** What the value is for: the property's name and description. */
  readonly words: string;
  readonly depth: number;
}

/** A value that matches the schema, with strings, numbers and choices taken from the text where it has any. */
export function fillSchema(schema: JsonObject, material: Material): Json {
  return fill(schema, { root: schema, material, words: material.task, depth: 0 });
}

/** The answer of the model `json` when no schema is given. */
export function summaryObject(material: Material): JsonObject {
  const sentences = toSentences(material.text);
  return {
    summary: bestSentence(material.text, material.task) ?? material.text.slice(0, 200),
    sentences: sentences.length,
    characters: material.text.length,
  };
}

function fill(given: Json | undefined, at: Fill): Json {
  const schema = withHints(resolve(asObject(given), at.root));
  // A schema that requires itself has no finite value.
  if (at.depth > 2 * maxDepth) return null;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return chooseOption(schema.enum, at);
  const choice = [schema.anyOf, schema.oneOf, schema.allOf].find(Array.isArray);
  if (choice !== undefined && schema.type === undefined) return fillChoice(choice, schema, at);
  switch (typeOf(schema)) {
    case "object":
      return fillObject(schema, at);
    case "array":
      return fillArray(schema, at);
    case "number":
    case "integer":
      return fillNumber(schema, at);
    case "boolean":
      return bestSentence(at.material.text, at.words) !== null;
    case "null":
      return null;
    default:
      return fillString(schema, at);
  }
}

function fillChoice(options: readonly Json[], schema: JsonObject, at: Fill): Json {
  if (Array.isArray(schema.allOf)) {
    return fill(
      Object.assign({}, ...options.map((option) => resolve(asObject(option), at.root))) as JsonObject,
      at,
    );
  }
  return fill(options[0], { ...at, depth: at.depth + 1 });
}

function fillObject(schema: JsonObject, at: Fill): Json {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const properties = Object.entries(asObject(schema.properties));
  const kept = properties.filter(([name]) => required.has(name) || at.depth < maxDepth);
  return Object.fromEntries(
    kept.map(([name, property]) => {
      const described = asObject(property).description;
      const words = `${name.replace(/([a-z])([A-Z])|_/g, "$1 $2")} ${typeof described === "string" ? described : ""}`;
      return [name, fill(property, { ...at, words, depth: at.depth + 1 })];
    }),
  );
}

function fillArray(schema: JsonObject, at: Fill): Json {
  const least = numberOf(schema.minItems) ?? 0;
  const most = numberOf(schema.maxItems) ?? Math.max(least, defaultItems);
  const length = at.depth >= maxDepth ? least : Math.max(least, Math.min(most, defaultItems));
  const sentences = toSentences(at.material.text);
  return Array.from({ length }, (_, index) => {
    const text = sentences[index] ?? at.material.text;
    return fill(schema.items, { ...at, material: { ...at.material, text }, depth: at.depth + 1 });
  });
}

function fillNumber(schema: JsonObject, at: Fill): number {
  const whole = typeOf(schema) === "integer";
  const found = Number(/-?\d{1,9}(?:\.\d{1,6})?/.exec(at.material.text)?.[0] ?? 0);
  const step = numberOf(schema.multipleOf) ?? (whole ? 1 : null);
  const exclusive = step ?? 0.001;
  const least =
    numberOf(schema.minimum) ?? addTo(schema.exclusiveMinimum, exclusive) ?? Number.NEGATIVE_INFINITY;
  const most =
    numberOf(schema.maximum) ?? addTo(schema.exclusiveMaximum, -exclusive) ?? Number.POSITIVE_INFINITY;
  const value = Math.min(Math.max(found, least), most);
  if (step === null) return value;
  const rounded = Math.round(value / step) * step;
  return rounded < least ? rounded + step : rounded > most ? rounded - step : rounded;
}

function fillString(schema: JsonObject, at: Fill): string {
  if (typeof schema.format === "string" && Object.hasOwn(formats, schema.format))
    return formats[schema.format] ?? "";
  const text = bestSentence(at.material.text, at.words) ?? at.material.text.trim().slice(0, 200);
  const cut = [...text].slice(0, numberOf(schema.maxLength) ?? 400).join("");
  return cut.padEnd(numberOf(schema.minLength) ?? 0, "-");
}

function chooseOption(options: readonly Json[], at: Fill): Json {
  const text = at.material.text.toLowerCase();
  const named = options.find((option) => typeof option === "string" && text.includes(option.toLowerCase()));
  return named ?? options[0] ?? null;
}

function typeOf(schema: JsonObject): Json | undefined {
  if (Array.isArray(schema.type)) return schema.type[0];
  return schema.type ?? (schema.properties === undefined ? undefined : "object");
}

function resolve(schema: JsonObject, root: JsonObject, hops = 0): JsonObject {
  if (typeof schema.$ref !== "string" || hops > maxDepth) return schema;
  const path = schema.$ref.replace(/^#\/?/, "").split("/");
  const target = path.reduce<Json | undefined>((node, key) => asObject(node)[key], root);
  return resolve(asObject(target), root, hops + 1);
}

/**
 * Bounds that the vendor's JSON Schema subset lacks arrive as `{minimum: 1, maximum: 5}` at the end of the description.
 */
function withHints(schema: JsonObject): JsonObject {
  if (typeof schema.description !== "string") return schema;
  const hints = schema.description.matchAll(
    /\b((?:exclusive)?M(?:in|ax)imum|(?:min|max)(?:imum|Length|Items)|multipleOf): (-?\d+(?:\.\d+)?)/gi,
  );
  return {
    ...Object.fromEntries([...hints].map(([, name = "", value]) => [name, Number(value)])),
    ...schema,
  };
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function addTo(value: Json | undefined, more: number): number | null {
  return typeof value === "number" ? value + more : null;
}
