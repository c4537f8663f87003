import { isJsonObject } from "#core/json/is-json-object.ts";
import { type Json, jsonSchema } from "#core/json/json.ts";

export type ReadSample =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly message: string };

/** Parses pasted sample JSON; if fields are to be described, it must have some. */
export function readSample(text: string, needsObject: boolean): ReadSample {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, message: 'This is not JSON. It looks like {"name": "Ada", "score": 7}.' };
  }
  const read = jsonSchema.safeParse(parsed);
  if (!read.success) return { ok: false, message: "This is not JSON that can be stored." };
  if (needsObject && !isJsonObject(read.data))
    return { ok: false, message: 'It needs an object with its fields, such as {"name": "Ada"}.' };
  return { ok: true, value: read.data };
}
