import { isJsonObject } from "#core/json/is-json-object.ts";
import type { JsonObject } from "#core/json/json.ts";
import { matchJsonSchema } from "#core/schema/match-schema.ts";

/** Errors of a form's values, by field, as the server would report them. Rules across fields are left to the server. */
export function checkForm(schema: JsonObject, value: JsonObject): ReadonlyMap<string, string> {
  const { properties, $defs = {}, definitions = {} } = schema;
  const faults = new Map<string, string>();
  if (!isJsonObject(properties)) return faults;
  for (const [name, field] of Object.entries(properties)) {
    const filled = Object.hasOwn(value, name) ? value[name] : undefined;
    if (filled === undefined || !isJsonObject(field)) continue;
    // References are resolved in the whole schema.
    const fault = matchJsonSchema({ $defs, definitions, ...field }, filled);
    // The schema checker's messages are about outputs.
    if (fault !== null) faults.set(name, `${fault.replace(/^the output\b/, "This")}.`);
  }
  return faults;
}
