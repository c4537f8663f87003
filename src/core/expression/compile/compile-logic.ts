import type { ASTNode } from "@marcbachmann/cel-js";
import type { ExpressionFailure } from "../metering/expression-failure.ts";
import { toCondition } from "../values/to-condition.ts";
import { mismatch, typeName } from "../values/value.ts";
import { caughtFailure } from "./caught-failure.ts";
import type { CompileContext } from "./compile-context.ts";
import { compileOperand } from "./compile-operand.ts";
import type { Frame, Operand, Step } from "./frame.ts";

/** Reads an operand as true or false, by the rules of the frame's mode. */
export function truth(operand: Operand, frame: Frame, what: string): boolean {
  const value = operand(frame);
  if (frame.mode === "condition") return toCondition(value);
  if (typeof value === "boolean") return value;
  throw mismatch(`${what} must be true or false, but is ${typeName(value ?? null)}`);
}

export function compileNot(node: ASTNode & { op: "!_" }, context: CompileContext): Step {
  const operand = compileOperand(node.args, context);
  return (frame) => {
    frame.meter.charge(1);
    return !truth(operand, frame, "the value after !");
  };
}

export function compileTernary(node: ASTNode & { op: "?:" }, context: CompileContext): Step {
  const [conditionNode, trueNode, falseNode] = node.args;
  const condition = compileOperand(conditionNode, context);
  const whenTrue = context.compile(trueNode);
  const whenFalse = context.compile(falseNode);
  return (frame) => {
    frame.meter.charge(1);
    return truth(condition, frame, "the value before ?") ? whenTrue(frame) : whenFalse(frame);
  };
}

/**
 * `&&` and `||`. As CEL says, one side that decides is enough even when the other side fails: `has(a.b) || a.c > 1` is
 * true when the left is, and `a.c > 1 || true` is true where `a.c` is missing.
 */
export function compileLogic(node: ASTNode & { op: "&&" | "||" }, context: CompileContext): Step {
  const left = compileOperand(node.args[0], context);
  const right = compileOperand(node.args[1], context);
  const deciding = node.op === "||";
  const what = `each side of ${node.op}`;
  return (frame) => {
    frame.meter.charge(1);
    let failure: ExpressionFailure | undefined;
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
