import type { ASTNode } from "@marcbachmann/cel-js";
import { ExpressionSyntaxError } from "../metering/expression-failure.ts";
import { expressionLimits } from "../metering/limits.ts";
import type { Step } from "./frame.ts";

/** What is known while one expression is compiled: names in scope, and what it refers to. */
export class CompileContext {
  readonly nodes = new Set<string>();
  readonly variables = new Set<string>();
  readonly secrets = new Set<string>();
  usesOutput = false;
  usesError = false;
  usesItem = false;
  usesArgs = false;
  /** Compiles a child node; passed in, so that the compilers of the constructs do not depend on each other. */
  readonly compile: (node: ASTNode) => Step;
  private readonly localNames: string[] = [];
  private comprehensions = 0;

  constructor(compileNode: (node: ASTNode, context: CompileContext) => Step) {
    this.compile = (node) => compileNode(node, this);
  }

  /** The slot of a comprehension's variable, innermost first; -1 if the name is not one. */
  slotOf(name: string): number {
    return this.localNames.lastIndexOf(name);
  }

  /** Compiles `body` with one more name in scope; returns the name's slot too. */
  withLocal<T>(name: string, body: (slot: number) => T): T {
    const slot = this.localNames.push(name) - 1;
    try {
      return body(slot);
    } finally {
      this.localNames.pop();
    }
  }

  /** Compiles the body of a comprehension, and rejects one that is nested too deeply. */
  inComprehension<T>(node: ASTNode, body: () => T): T {
    // A condition on data is evaluated inside a comprehension that binds it, and that its author does not see.
    const most = expressionLimits.nestedComprehensions + (this.localNames[0] === "data" ? 1 : 0);
    if (this.comprehensions >= most) {
      this.fail(node, `comprehensions may be nested ${expressionLimits.nestedComprehensions} deep at most`);
    }
    this.comprehensions += 1;
    try {
      return body();
    } finally {
      this.comprehensions -= 1;
    }
  }

  fail(node: ASTNode, message: string): never {
    throw new ExpressionSyntaxError(message, node.pos);
  }
}
