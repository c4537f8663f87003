import { isJsonObject } from "#core/json/is-json-object.ts";
import type { JsonObject } from "#core/json/json.ts";
import { matchJsonSchema } from "#core/schema/match-schema.ts";

/**
 * What does not fit the schema of a form, by the name of its field, as the server would find it. What a schema says of
 * several fields together is left to the server.
 */
export function checkForm(schema: JsonObject, value: JsonObject): ReadonlyMap<string, string> {
  const { properties, $defs = {}, definitions = {} } = schema;
  const faults = new Map<string, string>();
  if (!isJsonObject(properties)) return faults;
  for (const [name, field] of Object.entries(properties)) {
    const filled = Object.hasOwn(value, name) ? value[name] : undefined;
    if (filled === undefined || !isJsonObject(field)) continue;
    // What a field refers to stands in the schema around it.
    const fault = matchJsonSchema({ $defs, definitions, ...field }, filled);
    // The interpreter speaks of outputs.
    if (fault !== null) faults.set(name, `${fault.replace(/^the output\b/, "This")}.`);
  }
  return faults;
}
