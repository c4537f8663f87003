import type { ASTNode } from "@marcbachmann/cel-js";
import { ownField } from "#core/json/own-key.ts";
import {
  indexOf,
  isList,
  isMap,
  mismatch,
  missing,
  Optional,
  shorten,
  typeName,
  type Value,
} from "../values/value.ts";
import type { CompileContext } from "./compile-context.ts";
import { compileSecret, isSecrets } from "./compile-secret.ts";
import {
  type EvaluationMode,
  type Frame,
  type Operand,
  type RootName,
  rootNames,
  type Step,
} from "./frame.ts";

export type AccessNode = ASTNode & { op: "." | ".?" | "[]" | "[?]" };

const roots: ReadonlySet<string> = new Set(rootNames);

function isRootName(name: string): name is RootName {
  return roots.has(name);
}

/**
 * Whether a name is reserved. `item` is not: lists were walked with it, and variables had that name, before there were
 * bodies.
 */
export function isReservedName(name: string): boolean {
  return name !== "item" && isRootName(name);
}

export function isAccess(node: ASTNode): node is AccessNode {
  return node.op === "." || node.op === ".?" || node.op === "[]" || node.op === "[?]";
}

/** A bare name: a comprehension's variable or one of the roots. `nodes` must be followed by an id. */
export function compileName(node: ASTNode & { op: "id" }, context: CompileContext): Step {
  const name = node.args;
  const slot = context.slotOf(name);
  if (slot >= 0) return (frame) => frame.locals[slot] ?? null;
  if (isSecrets(node, context)) return compileSecret(node, undefined, false, context);
  if (!isRootName(name)) {
    const short = shorten(name);
    const hint = `a run's variable is written variables.${short}, an earlier node's output nodes.<id>.output`;
    context.fail(node, `unknown name "${short}"; ${hint}`);
  }
  if (name === "nodes") {
    context.fail(
      node,
      'nodes must be followed by a node\'s id: nodes.draft.output or nodes["my-node"].output',
    );
  }
  if (name === "output") context.usesOutput = true;
  if (name === "error") context.usesError = true;
  if (name === "item") context.usesItem = true;
  if (name === "args") context.usesArgs = true;
  return (frame) => readRoot(frame, name);
}

function placeOf(name: RootName): string {
  if (name === "item") return "the body of a node";
  if (name === "args") return "a tool of an agent";
  return name === "error" ? "an undo" : "an output mapping";
}

function readRoot(frame: Frame, name: RootName): Value {
  const value = frame.roots[name];
  if (value === undefined) {
    throw missing(`"${name}" is only available in ${placeOf(name)}`);
  }
  return value;
}

/**
 * `a.b`, `a["b"]`, `a[0]` and their optional forms `a.?b`, `a[?"b"]`. In a condition it returns undefined for a missing
 * key: sparse data is common there, and failing is expensive.
 *
 * @param lenient every key of the path is read as optional, for `has()`.
 */
export function compileAccess(node: AccessNode, context: CompileContext, lenient = false): Operand {
  const left = node.args[0];
  const key = literalKey(node);
  const optional = lenient || node.op === ".?" || node.op === "[?]";
  if (left.op === "id" && left.args === "nodes") return compileNodeAccess(node, key, optional, context);
  if (isSecrets(left, context)) return compileSecret(node, key, optional, context);
  if (left.op === "id" && left.args === "variables" && key !== undefined) context.variables.add(key);

  const target: Operand = isAccess(left) ? compileAccess(left, context, lenient) : context.compile(left);
  const ofNode = isNodeAccess(left);
  const right = node.args[1];
  const keyStep: Step = typeof right === "string" ? () => right : context.compile(right);
  return (frame) => {
    frame.meter.charge(1);
    const container = target(frame);
    // A skipped node has nothing, and shows it in a single way: both itself and its output are null.
    if (ofNode && container === null && !optional) return null;
    return container === undefined ? undefined : access(container, keyStep(frame), optional, frame.mode);
  };
}

/** `compileAccess` where a value is required. */
export function compileStrictAccess(node: AccessNode, context: CompileContext): Step {
  const operand = compileAccess(node, context);
  return (frame) => {
    const value = operand(frame);
    if (value === undefined) throw missing("a key is missing");
    return value;
  };
}

function compileNodeAccess(
  node: AccessNode,
  key: string | undefined,
  optional: boolean,
  context: CompileContext,
): Operand {
  if (key === undefined) context.fail(node, 'the id of a node must be written out: nodes["draft"].output');
  context.nodes.add(key);
  return (frame) => {
    frame.meter.charge(1);
    const found = ownValue(frame.roots.nodes ?? null, key) ?? null;
    if (optional) return found === null ? Optional.none : new Optional(found);
    // Null is skipped; a condition treats it like any other missing key.
    return found === null && frame.mode === "condition" ? undefined : found;
  };
}

function isNodeAccess(node: ASTNode): boolean {
  return isAccess(node) && node.args[0].op === "id" && node.args[0].args === "nodes";
}

/** The key if it is written out; undefined if it has to be computed. */
function literalKey(node: AccessNode): string | undefined {
  const right = node.args[1];
  if (typeof right === "string") return right;
  return right.op === "value" && typeof right.args === "string" ? right.args : undefined;
}

function access(target: Value, key: Value, optional: boolean, mode: EvaluationMode): Value | undefined {
  const inOptional = target instanceof Optional;
  const container = inOptional ? target.content : target;
  const found = container === undefined ? undefined : find(container, key);
  if (found instanceof Optional) return found;
  if (optional || inOptional) return found === undefined ? Optional.none : new Optional(found);
  if (found === undefined && mode === "value") throw missing(explainMissing(target, key));
  return found;
}

/** The value of a key; undefined if there is none. */
function find(container: Value, key: Value): Value | undefined {
  if (isList(container))
    return typeof key === "string" ? undefined : container[indexOf(key, "a list's index")];
  if (!isMap(container)) return undefined;
  if (typeof key === "string") return ownValue(container, key);
  throw mismatch(`an object's key must be a string, but is ${typeName(key)}`);
}

/** Own keys only: if an object has no key `__proto__` of its own, reading it would reach the prototype. */
function ownValue(container: Value, key: string): Value | undefined {
  return isMap(container) ? ownField(container, key) : undefined;
}

function explainMissing(target: Value, key: Value): string {
  const name = describeKey(key);
  if (isList(target)) return `no element ${name}: the list has ${target.length}`;
  if (isMap(target)) return `no such key: ${name}`;
  return `no such key: ${name} (the value before it is ${typeName(target)}, not an object)`;
}

/** Only values that are short by nature are quoted: writing a large list would be work that is not counted. */
function describeKey(key: Value): string {
  if (typeof key === "string") return shorten(key);
  return typeof key === "number" || typeof key === "bigint" ? String(key) : typeName(key);
}
