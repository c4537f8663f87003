import { z } from "zod";
import { type Json, jsonObjectSchema, jsonSchema } from "#core/json/json.ts";
import type { ConfigSource } from "../node-type.ts";
import { templateSourceSchema } from "./mapping.ts";

/**
 * A template, or a value whose texts are templates. One that is a single `{{ expression }}` becomes its value, whatever
 * its type.
 */
export const templatedValueSchema = z.union([templateSourceSchema, jsonObjectSchema, z.array(jsonSchema)]);

/** Every text in such a value is a template: each with the path it stands at. */
export function textsIn(
  value: Json | undefined,
  path: ConfigSource["path"],
  sees: Pick<ConfigSource, "seesSecrets"> = {},
): readonly ConfigSource[] {
  if (typeof value === "string") return [{ kind: "template", path, source: value, ...sees }];
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, element]) => textsIn(element, [...path, key], sees));
}
