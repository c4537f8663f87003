import type { ASTNode } from "@marcbachmann/cel-js";
import type { ExpressionFailure } from "../metering/expression-failure.ts";
import type { Meter } from "../metering/meter.ts";
import { groupedBy, sortedBy } from "../values/list-functions.ts";
import { isList, isMap, mismatch, Optional, typeName, type Value, type ValueList } from "../values/value.ts";
import { caughtFailure } from "./caught-failure.ts";
import { compileAccess, isAccess, isReservedName } from "./compile-access.ts";
import type { CompileContext } from "./compile-context.ts";
import { truth } from "./compile-logic.ts";
import { compileOperand } from "./compile-operand.ts";
import type { Frame, Operand, Step } from "./frame.ts";

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
    "sortBy/2": (node, context) => compileByKey(node, context, sortedBy),
    "groupBy/2": (node, context) => compileByKey(node, context, groupedBy),
  };

/** `has(a.b.c)`: whether the last key exists; it does not if the path ends earlier. */
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
  if (isReservedName(node.args)) context.fail(node, `"${node.args}" is taken; choose another name`);
  return node.args;
}

interface Loop {
  readonly elements: (frame: Frame) => ValueList;
  /** Assigns an element to the variable and says whether the predicate holds for it. */
  readonly holds: Predicate;
  readonly transform: Step | undefined;
}

/** The parts after the variable's name: a predicate, a transformation or both. */
interface LoopParts {
  readonly predicate?: ASTNode | undefined;
  readonly transform?: ASTNode | undefined;
}

function compileLoop(node: Call, context: CompileContext, { predicate, transform }: LoopParts): Loop {
  const [method, receiverNode, [variable]] = node.args;
  if (variable === undefined) context.fail(node, `${method} takes a name first`);
  const receiver = context.compile(receiverNode);
  const name = localName(variable, context);
  return context.inComprehension(node, () =>
    context.withLocal(name, (slot) => ({
      elements: (frame) => elementsOf(receiver(frame), frame),
      holds: predicateOf(
        predicate === undefined ? undefined : compileOperand(predicate, context),
        slot,
        method,
      ),
      transform: transform === undefined ? undefined : context.compile(transform),
    })),
  );
}

/** A list's elements, or an object's keys. */
function elementsOf(value: Value, frame: Frame): ValueList {
  frame.meter.charge(1);
  if (isList(value)) return value;
  if (!isMap(value)) throw mismatch(`only lists and objects can be iterated, but this is ${typeName(value)}`);
  const keys = Object.keys(value);
  frame.meter.chargeKeys(keys.length);
  return keys;
}

function predicateOf(operand: Operand | undefined, slot: number, method: string): Predicate {
  const what = `the condition of ${method}`;
  return (frame, element) => {
    frame.meter.charge(1);
    frame.locals[slot] = element;
    return operand === undefined || truth(operand, frame, what);
  };
}

/** `all` and `exists`: a deciding element is enough, even if another one fails. */
function compileQuantifier(node: Call, context: CompileContext, deciding: boolean): Step {
  const loop = compileLoop(node, context, { predicate: node.args[2][1] });
  return (frame) => {
    let failure: ExpressionFailure | undefined;
    for (const element of loop.elements(frame)) {
      try {
        if (loop.holds(frame, element) === deciding) return deciding;
      } catch (error) {
        const caught = caughtFailure(error, frame.meter);
        failure ??= caught;
      }
    }
    if (failure !== undefined) throw failure;
    return !deciding;
  };
}

function compileExistsOne(node: Call, context: CompileContext): Step {
  const loop = compileLoop(node, context, { predicate: node.args[2][1] });
  return (frame) => {
    let count = 0;
    for (const element of loop.elements(frame)) if (loop.holds(frame, element)) count += 1;
    return count === 1;
  };
}

function compileFilter(node: Call, context: CompileContext): Step {
  const loop = compileLoop(node, context, { predicate: node.args[2][1] });
  return (frame) => loop.elements(frame).filter((element) => loop.holds(frame, element));
}

/** `list.sortBy(x, x.price)`, `list.groupBy(x, x.team)`: the key of each element is computed once. */
function compileByKey(
  node: Call,
  context: CompileContext,
  arrange: (list: ValueList, keys: ValueList, meter: Meter) => ValueList,
): Step {
  const { elements, holds, transform } = compileLoop(node, context, { transform: node.args[2][1] });
  if (transform === undefined) context.fail(node, `${node.args[0]} takes a name and an expression`);
  return (frame) => {
    const list = elements(frame);
    const keys = list.map((element) => (holds(frame, element) ? transform(frame) : null));
    return arrange(list, keys, frame.meter);
  };
}

/** `list.map(x, f(x))` and `list.map(x, condition, f(x))`. */
function compileMapping(node: Call, context: CompileContext): Step {
  const [, ...parts] = node.args[2];
  const [predicate, body] = parts.length === 2 ? parts : [undefined, parts[0]];
  const { elements, holds, transform } = compileLoop(node, context, { predicate, transform: body });
  if (transform === undefined) context.fail(node, "map takes a name and an expression");
  return (frame) => {
    const results: Value[] = [];
    for (const element of elements(frame)) if (holds(frame, element)) results.push(transform(frame));
    return results;
  };
}
