import type { ASTNode } from "@marcbachmann/cel-js";
import { compileAccess, isAccess, isRootName } from "./compile-access.ts";
import type { CompileContext } from "./compile-context.ts";
import { truth } from "./compile-logic.ts";
import { caughtFailure, type ExpressionError } from "./expression-error.ts";
import type { Frame, Step } from "./frame.ts";
import { isList, isMap, mismatch, Optional, typeName, type Value, type ValueList } from "./value.ts";

type Call = ASTNode & { op: "rcall" };
type Predicate = (frame: Frame, element: Value) => boolean;

/** Compilers of CEL's comprehensions, by name and number of arguments. */
export const comprehensions: { readonly [signature: string]: (node: Call, context: CompileContext) => Step } =
  {
    "all/2": (node, context) => compileQuantifier(node, context, false),
    "exists/2": (node, context) => compileQuantifier(node, context, true),
    "exists_one/2": compileExistsOne,
    "filter/2": compileFilter,
    "map/2": compileMapping,
    "map/3": compileMapping,
  };

/** `has(a.b.c)`: whether the last key is there; a path that ends earlier is not there either. */
export function compileHas(node: ASTNode & { op: "call" }, context: CompileContext): Step {
  const argument = node.args[1][0];
  if (argument === undefined || !isAccess(argument))
    context.fail(node, "has() takes one path, e.g. has(input.title)");
  const step = compileAccess(argument, context, true);
  return (frame) => {
    const found = step(frame);
    return found instanceof Optional ? found.content !== undefined : true;
  };
}

/** `cel.bind(name, value, body)`: computes a value once and gives it a name. */
export function compileBind(node: Call, context: CompileContext): Step {
  const [variable, valueNode, bodyNode] = node.args[2];
  if (variable === undefined || valueNode === undefined || bodyNode === undefined)
    context.fail(node, "cel.bind takes a name, a value and a body");
  const value = context.compile(valueNode);
  return context.withLocal(localName(variable, context), (slot) => {
    const body = context.compile(bodyNode);
    return (frame) => {
      frame.meter.charge(1);
      frame.locals[slot] = value(frame);
      return body(frame);
    };
  });
}

function localName(node: ASTNode, context: CompileContext): string {
  if (node.op !== "id") context.fail(node, "a name is expected here, e.g. items.map(item, item.title)");
  if (isRootName(node.args)) context.fail(node, `"${node.args}" is taken; choose another name`);
  return node.args;
}

interface Loop {
  readonly elements: (frame: Frame) => ValueList;
  readonly slot: number;
  /** The steps after the variable's name. */
  readonly bodies: readonly Step[];
}

function compileLoop(node: Call, context: CompileContext): Loop {
  const [, receiverNode, [variable, ...bodyNodes]] = node.args;
  if (variable === undefined) context.fail(node, `${node.args[0]} takes a name first`);
  const receiver = context.compile(receiverNode);
  const name = localName(variable, context);
  return context.inComprehension(node, () =>
    context.withLocal(name, (slot) => ({
      elements: (frame) => elementsOf(receiver(frame), frame),
      slot,
      bodies: bodyNodes.map(context.compile),
    })),
  );
}

/** A list's elements, or an object's keys. */
function elementsOf(value: Value, frame: Frame): ValueList {
  frame.meter.charge(1);
  if (isList(value)) return value;
  if (!isMap(value))
    throw mismatch(`only lists and objects can be walked through, this is ${typeName(value)}`);
  const keys = Object.keys(value);
  frame.meter.charge(keys.length);
  return keys;
}

function predicateOf(step: Step | undefined, slot: number, what: string): Predicate {
  return (frame, element) => {
    frame.meter.charge(1);
    frame.locals[slot] = element;
    return step === undefined || truth(step, frame, `the condition of ${what}`);
  };
}

/** `all` and `exists`: an element that decides is enough, even when another one fails. */
function compileQuantifier(node: Call, context: CompileContext, deciding: boolean): Step {
  const loop = compileLoop(node, context);
  const decides = predicateOf(loop.bodies[0], loop.slot, node.args[0]);
  return (frame) => {
    let failure: ExpressionError | undefined;
    for (const element of loop.elements(frame)) {
      try {
        if (decides(frame, element) === deciding) return deciding;
      } catch (error) {
        failure ??= caughtFailure(error, frame.meter);
      }
    }
    if (failure !== undefined) throw failure;
    return !deciding;
  };
}

function compileExistsOne(node: Call, context: CompileContext): Step {
  const loop = compileLoop(node, context);
  const holds = predicateOf(loop.bodies[0], loop.slot, "exists_one");
  return (frame) => {
    let count = 0;
    for (const element of loop.elements(frame)) if (holds(frame, element)) count += 1;
    return count === 1;
  };
}

function compileFilter(node: Call, context: CompileContext): Step {
  const loop = compileLoop(node, context);
  const keeps = predicateOf(loop.bodies[0], loop.slot, "filter");
  return (frame) => frame.meter.markBuilt(loop.elements(frame).filter((element) => keeps(frame, element)));
}

/** `list.map(x, f(x))` and `list.map(x, condition, f(x))`. */
function compileMapping(node: Call, context: CompileContext): Step {
  const loop = compileLoop(node, context);
  const [condition, transform] = loop.bodies.length === 2 ? loop.bodies : [undefined, loop.bodies[0]];
  if (transform === undefined) context.fail(node, "map takes a name and an expression");
  const keeps = predicateOf(condition, loop.slot, "map");
  return (frame) => {
    const results: Value[] = [];
    for (const element of loop.elements(frame)) if (keeps(frame, element)) results.push(transform(frame));
    return frame.meter.markBuilt(results);
  };
}
