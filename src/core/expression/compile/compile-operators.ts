import type { ASTNode } from "@marcbachmann/cel-js";
import type { Meter } from "../metering/meter.ts";
import { add, divide, multiply, remainder, subtract } from "../values/arithmetic.ts";
import { isEqual } from "../values/equality.ts";
import { isList, isMap, mismatch, typeName, type Value } from "../values/value.ts";
import type { CompileContext } from "./compile-context.ts";
import { compileOperand } from "./compile-operand.ts";
import type { Step } from "./frame.ts";

type Handler = (left: Value, right: Value, meter: Meter) => Value;

const calculations: Record<"+" | "-" | "*" | "/" | "%", Handler> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "%": remainder,
};

const comparisons: Record<"<" | "<=" | ">" | ">=" | "in", Handler> = {
  "<": (left, right, meter) => compare(left, right, "<", meter) < 0,
  "<=": (left, right, meter) => compare(left, right, "<=", meter) <= 0,
  ">": (left, right, meter) => compare(left, right, ">", meter) > 0,
  ">=": (left, right, meter) => compare(left, right, ">=", meter) >= 0,
  in: isIn,
};

export function compileCalculation(
  node: ASTNode & { op: keyof typeof calculations },
  context: CompileContext,
): Step {
  const left = context.compile(node.args[0]);
  const right = context.compile(node.args[1]);
  const handle = calculations[node.op];
  return (frame) => {
    frame.meter.charge(1);
    return handle(left(frame), right(frame), frame.meter);
  };
}

/** A comparison with something missing is false; only a condition gets this far with it. */
export function compileComparison(
  node: ASTNode & { op: keyof typeof comparisons },
  context: CompileContext,
): Step {
  const left = compileOperand(node.args[0], context);
  const right = compileOperand(node.args[1], context);
  const handle = comparisons[node.op];
  return (frame) => {
    frame.meter.charge(1);
    const leftValue = left(frame);
    const rightValue = right(frame);
    return leftValue !== undefined && rightValue !== undefined && handle(leftValue, rightValue, frame.meter);
  };
}

/** Something missing equals null, and nothing else. */
export function compileEquality(node: ASTNode & { op: "==" | "!=" }, context: CompileContext): Step {
  const left = compileOperand(node.args[0], context);
  const right = compileOperand(node.args[1], context);
  const wanted = node.op === "==";
  return (frame) => isEqual(left(frame) ?? null, right(frame) ?? null, frame.meter) === wanted;
}

export function compileMinus(node: ASTNode & { op: "-_" }, context: CompileContext): Step {
  const step = context.compile(node.args);
  return (frame) => {
    frame.meter.charge(1);
    const value = step(frame);
    if (typeof value === "number") return -value;
    if (typeof value === "bigint") return subtract(0n, value, frame.meter);
    throw mismatch(`the value after - must be a number, but is ${typeName(value)}`);
  };
}

/** Below, at or above zero; NaN if there is no order, so that every comparison is false. */
function compare(left: Value, right: Value, operator: string, meter: Meter): number {
  if (!isOrdered(left) || !isOrdered(right) || orderOf(left) !== orderOf(right)) {
    throw mismatch(`cannot compare ${typeName(left)} ${operator} ${typeName(right)}`);
  }
  if (typeof left === "string" && typeof right === "string")
    meter.chargeText(Math.min(left.length, right.length));
  if (left < right) return -1;
  if (left > right) return 1;
  return left >= right ? 0 : Number.NaN;
}

type Ordered = number | bigint | string | boolean;

function isOrdered(value: Value): value is Ordered {
  return orderOf(value) !== undefined;
}

/** Values are compared only within one type's order; int and double share theirs. */
function orderOf(value: Value): "number" | "string" | "boolean" | undefined {
  if (typeof value === "number" || typeof value === "bigint") return "number";
  if (typeof value === "string") return "string";
  return typeof value === "boolean" ? "boolean" : undefined;
}

function isIn(element: Value, container: Value, meter: Meter): boolean {
  if (isList(container)) return container.some((candidate) => isEqual(element, candidate, meter));
  if (isMap(container)) return typeof element === "string" && Object.hasOwn(container, element);
  throw mismatch(`the value after in must be a list or an object, but is ${typeName(container)}`);
}
