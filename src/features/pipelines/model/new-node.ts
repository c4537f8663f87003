import { z } from "zod";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { type NodeTypeName, nodeTypes } from "#core/nodes/registry.ts";
import type { SchemaShape } from "./schema-shape.ts";

/** The initial body, as of a new map. */
export function newBody(): JsonObject {
  const { body } = newNode("map").config;
  return isJsonObject(body) ? body : {};
}

/** The initial name and config of a new node. */
export function newNode(type: NodeTypeName): { readonly name: string; readonly config: JsonObject } {
  const known = nodeTypes.find((one) => one.type === type);
  if (known === undefined) return { name: type, config: {} };
  const { title, configSchema } = known;
  const starter = "starter" in known ? known.starter : undefined;
  if (starter !== undefined) return { name: title, config: { ...(starter as JsonObject) } };
  const schema = z.toJSONSchema(configSchema, { io: "input", unrepresentable: "any" }) as SchemaShape;
  const empty = emptyOf(schema);
  return { name: title, config: isJsonObject(empty) ? empty : {} };
}

/** The smallest value with all fields that a schema requires. Texts are empty, so that validation asks for them. */
function emptyOf(schema: SchemaShape): Json {
  const [first] = schema.oneOf ?? schema.anyOf ?? [];
  if (first !== undefined) return emptyOf(first);
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0] ?? null;
  switch (schema.type) {
    case "object": {
      const names = schema.required ?? [];
      return Object.fromEntries(names.map((name) => [name, emptyOf(schema.properties?.[name] ?? {})]));
    }
    case "array":
      return [];
    case "number":
    case "integer":
      return Math.max(1, schema.minimum ?? 1);
    case "boolean":
      return false;
    default:
      return "";
  }
}
