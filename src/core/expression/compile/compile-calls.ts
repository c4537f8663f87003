import type { ASTNode } from "@marcbachmann/cel-js";
import { conversionFunctions, size } from "../values/conversion-functions.ts";
import { jsonFunctions } from "../values/json-functions.ts";
import { listMethods } from "../values/list-functions.ts";
import { mathFunctions } from "../values/math-functions.ts";
import { type Builtin, textMethods } from "../values/text-functions.ts";
import { timeFunctions } from "../values/time-functions.ts";
import type { CompileContext } from "./compile-context.ts";
import { compileBind, compileHas, comprehensions } from "./compile-macros.ts";
import { compileMatches } from "./compile-matches.ts";
import type { Step } from "./frame.ts";
import { compileFallback, optionalFunctions, optionalMethods } from "./optional-functions.ts";

const functions = new Map<string, Builtin>(Object.entries({ ...conversionFunctions, ...jsonFunctions }));
const namespaces = new Map<string, ReadonlyMap<string, Builtin>>([
  ["optional", new Map(Object.entries(optionalFunctions))],
  ["math", new Map(Object.entries(mathFunctions))],
  ["time", new Map(Object.entries(timeFunctions))],
]);
const methods = new Map<string, Builtin>([
  ...Object.entries(listMethods),
  ...Object.entries(textMethods),
  ...Object.entries(optionalMethods),
  ["size/0", ([value = null], meter) => size(value, meter)],
]);
const macros = new Map(Object.entries(comprehensions));

const namesOf = (signatures: Iterable<string>) =>
  [...signatures].map((signature) => signature.slice(0, signature.indexOf("/")));

/** Every name that may precede a parenthesis. */
export const callableNames: ReadonlySet<string> = new Set([
  ...namesOf(functions.keys()),
  ...[...namespaces.values()].flatMap((namespace) => namesOf(namespace.keys())),
  ...namesOf(methods.keys()),
  ...namesOf(macros.keys()),
  "has",
  "bind",
  "matches",
  "or",
  "orValue",
]);

/** `size(x)`, `has(a.b)` and the like. */
export function compileCall(node: ASTNode & { op: "call" }, context: CompileContext): Step {
  const [name, args] = node.args;
  if (name === "has" && args.length === 1) return compileHas(node, context);
  const builtin = functions.get(`${name}/${args.length}`);
  if (builtin === undefined)
    context.fail(node, `there is no function ${name}() with ${countArguments(args.length)}`);
  return callOf(builtin, args, context);
}

/** `x.size()`, `items.map(i, ...)`, `cel.bind(...)`, `optional.of(...)`. */
export function compileMethod(node: ASTNode & { op: "rcall" }, context: CompileContext): Step {
  const [name, receiver, args] = node.args;
  const signature = `${name}/${args.length}`;
  if (receiver.op === "id" && context.slotOf(receiver.args) < 0) {
    const namespace = namespaces.get(receiver.args);
    const inNamespace = namespace?.get(signature);
    if (inNamespace !== undefined) return callOf(inNamespace, args, context);
    if (receiver.args === "cel" && signature === "bind/3") return compileBind(node, context);
    if (namespace !== undefined) {
      context.fail(
        node,
        `there is no function ${receiver.args}.${name}() with ${countArguments(args.length)}`,
      );
    }
  }
  const macro = macros.get(signature);
  if (macro !== undefined) return macro(node, context);
  if (signature === "matches/1") return compileMatches(node, context);
  if (signature === "or/1" || signature === "orValue/1") return compileFallback(node, context);
  const builtin = methods.get(signature);
  if (builtin === undefined)
    context.fail(node, `there is no method .${name}() with ${countArguments(args.length)}`);
  return callOf(builtin, [receiver, ...args], context);
}

function callOf(builtin: Builtin, args: readonly ASTNode[], context: CompileContext): Step {
  const steps = args.map(context.compile);
  return (frame) => {
    frame.meter.charge(1);
    return builtin(
      steps.map((step) => step(frame)),
      frame.meter,
    );
  };
}

function countArguments(count: number): string {
  return count === 1 ? "one argument" : `${count} arguments`;
}
