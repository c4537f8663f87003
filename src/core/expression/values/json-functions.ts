import { endOfString } from "#core/json/lossy-numbers.ts";
import { parseForeignJson } from "#core/json/parse-json-text.ts";
import type { Meter } from "../metering/meter.ts";
import { builtJson } from "./built-json.ts";
import type { Builtin } from "./text-functions.ts";
import { mismatch, textOf, type Value } from "./value.ts";
import { writeJson } from "./written-json.ts";

const charactersPerUnit = 8;
/** To create an element, and an object's key: a large object becomes a hash table, which is expensive. */
const unitsPerElement = 1.5;
const unitsPerKey = 12;

export const jsonFunctions: { readonly [signature: string]: Builtin } = {
  /** The value of a JSON text: `json(input.body).items[0]`. */
  "json/1": ([value = null], meter) => read(textOf(value, "what json() reads"), meter),
  /** The JSON text of any value, a string in quotes: safe inside a JSON body that is written by hand. */
  "toJson/1": ([value = null], meter) => {
    const written = writeJson(builtJson(value, meter), meter);
    meter.chargeBuiltText(written.length);
    return written;
  },
};

function read(text: string, meter: Meter): Value {
  meter.charge(workOf(text));
  const parsed = parseForeignJson(text);
  if (parsed.ok) return parsed.value;
  throw mismatch(`json() cannot read the text: ${parsed.fault.message}`);
}

/** By the characters that begin elements, outside of texts. */
function workOf(text: string): number {
  let units = Math.ceil(text.length / charactersPerUnit);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code === comma || code === bracket || code === brace) units += unitsPerElement;
    else if (code === colon) units += unitsPerKey;
  }
  return units;
}

const quote = 0x22;
const comma = 0x2c;
const bracket = 0x5b;
const brace = 0x7b;
const colon = 0x3a;
