import type { Builtin } from "./text-functions.ts";
import { mismatch, missing, Optional, typeName, type Value } from "./value.ts";

/** Methods of what `a.?b` gives. */
export const optionalMethods: { readonly [signature: string]: Builtin } = {
  "orValue/1": ([value = null, fallback = null]) => contentOr(value, fallback),
  "or/1": ([value = null, other = null]) => (contentOf(value) === undefined ? other : value),
  "hasValue/0": ([value = null]) => contentOf(value) !== undefined,
  "value/0": ([value = null]) => {
    const content = contentOf(value);
    if (content === undefined) throw missing("the optional value is not there");
    return content;
  },
};

/** `optional.of(x)` and `optional.none()`. */
export const optionalFunctions: { readonly [signature: string]: Builtin } = {
  "of/1": ([value = null]) => new Optional(value),
  "none/0": () => Optional.none,
};

function contentOf(value: Value): Value | undefined {
  if (value instanceof Optional) return value.content;
  throw mismatch(`this works on what .? gives, not on ${typeName(value)}`);
}

/** A null that is there is a value, so it is kept. */
function contentOr(value: Value, fallback: Value): Value {
  const content = contentOf(value);
  return content === undefined ? fallback : content;
}
