import { parseForeignJson } from "#core/text/parse-json-text.ts";
import { builtJson } from "./built-json.ts";
import type { Meter } from "./meter.ts";
import type { Builtin } from "./text-functions.ts";
import { mismatch, textOf, type Value } from "./value.ts";
import { writeJson } from "./written-json.ts";

/** Reading makes an object of nearly every character at worst. */
const charactersPerUnit = 2;

export const jsonFunctions: { readonly [signature: string]: Builtin } = {
  /** The value that a JSON text says: `json(input.body).items[0]`. */
  "json/1": ([value = null], meter) => read(textOf(value, "what json() reads"), meter),
  /** The JSON text of any value, a string in quotes: safe inside a JSON body that is written by hand. */
  "toJson/1": ([value = null], meter) => {
    const written = writeJson(builtJson(value, meter), meter);
    meter.chargeBuiltText(written.length);
    return written;
  },
};

function read(text: string, meter: Meter): Value {
  meter.charge(Math.ceil(text.length / charactersPerUnit));
  const parsed = parseForeignJson(text);
  if (parsed.ok) return parsed.value;
  throw mismatch(`json() cannot read the text: ${parsed.fault.message}`);
}
