import type { ASTNode } from "@marcbachmann/cel-js";
import type { CompileContext } from "./compile-context.ts";
import { caughtFailure, caughtMissing, type ExpressionError } from "./expression-error.ts";
import type { Frame, Step } from "./frame.ts";
import { toCondition } from "./to-condition.ts";
import { mismatch, typeName } from "./value.ts";

/** Reads a step as true or false, by the rules of the frame's mode. */
export function truth(step: Step, frame: Frame, what: string): boolean {
  if (frame.mode === "value") {
    const value = step(frame);
    if (typeof value === "boolean") return value;
    throw mismatch(`${what} must be true or false, but is ${typeName(value)}`);
  }
  try {
    return toCondition(step(frame));
  } catch (error) {
    caughtMissing(error, frame.meter);
    return false;
  }
}

export function compileNot(node: ASTNode & { op: "!_" }, context: CompileContext): Step {
  const operand = context.compile(node.args);
  return (frame) => {
    frame.meter.charge(1);
    return !truth(operand, frame, "the value after !");
  };
}

export function compileTernary(node: ASTNode & { op: "?:" }, context: CompileContext): Step {
  const [condition, whenTrue, whenFalse] = node.args.map(context.compile) as [Step, Step, Step];
  return (frame) => {
    frame.meter.charge(1);
    return truth(condition, frame, "the value before ?") ? whenTrue(frame) : whenFalse(frame);
  };
}

/**
 * `&&` and `||`. As CEL says, one side that decides is enough even when the other side fails: `has(a.b) || a.c > 1` is true
 * when the left is, and `a.c > 1 || true` is true where `a.c` is missing.
 */
export function compileLogic(node: ASTNode & { op: "&&" | "||" }, context: CompileContext): Step {
  const [left, right] = node.args.map(context.compile) as [Step, Step];
  const deciding = node.op === "||";
  const what = `each side of ${node.op}`;
  return (frame) => {
    frame.meter.charge(1);
    let failure: ExpressionError | undefined;
    try {
      if (truth(left, frame, what) === deciding) return deciding;
    } catch (error) {
      failure = caughtFailure(error, frame.meter);
    }
    const decided = truth(right, frame, what);
    if (decided !== deciding && failure !== undefined) throw failure;
    return decided;
  };
}
