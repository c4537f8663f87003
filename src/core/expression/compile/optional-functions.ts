import type { ASTNode } from "@marcbachmann/cel-js";
import type { Builtin } from "../values/text-functions.ts";
import { mismatch, missing, Optional, typeName, type Value } from "../values/value.ts";
import type { CompileContext } from "./compile-context.ts";
import type { Step } from "./frame.ts";

/** Methods of the result of `a.?b`. */
export const optionalMethods: { readonly [signature: string]: Builtin } = {
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

/**
 * `a.?b.orValue(x)` and `a.?b.or(c.?d)`: the argument is evaluated only if it is needed. A null that is present is a
 * value.
 */
export function compileFallback(node: ASTNode & { op: "rcall" }, context: CompileContext): Step {
  const [name, receiverNode, [fallbackNode]] = node.args;
  if (fallbackNode === undefined) context.fail(node, `.${name}() takes one argument`);
  const receiver = context.compile(receiverNode);
  const fallback = context.compile(fallbackNode);
  const unwraps = name === "orValue";
  return (frame) => {
    frame.meter.charge(1);
    const value = receiver(frame);
    const content = contentOf(value);
    if (content === undefined) return fallback(frame);
    return unwraps ? content : value;
  };
}

function contentOf(value: Value): Value | undefined {
  if (value instanceof Optional) return value.content;
  throw mismatch(`this works on what .? gives, not on ${typeName(value)}`);
}
