import type { ASTNode } from "@marcbachmann/cel-js";
import { caughtMissing } from "./caught-failure.ts";
import { compileAccess, isAccess } from "./compile-access.ts";
import type { CompileContext } from "./compile-context.ts";
import type { Operand } from "./frame.ts";

/** Compiles a node whose absence has a meaning in a condition: an operand of logic, equality or a comparison. */
export function compileOperand(node: ASTNode, context: CompileContext): Operand {
  if (isAccess(node)) return compileAccess(node, context);
  const step = context.compile(node);
  return (frame) => {
    if (frame.mode === "value") return step(frame);
    try {
      return step(frame);
    } catch (error) {
      caughtMissing(error, frame.meter);
      return undefined;
    }
  };
}
