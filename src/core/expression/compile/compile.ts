import type { ASTNode } from "@marcbachmann/cel-js";
import { compileName, compileStrictAccess } from "./compile-access.ts";
import { compileCall, compileMethod } from "./compile-calls.ts";
import { CompileContext } from "./compile-context.ts";
import { compileList, compileLiteral, compileMap } from "./compile-literals.ts";
import { compileLogic, compileNot, compileTernary } from "./compile-logic.ts";
import { compileCalculation, compileComparison, compileEquality, compileMinus } from "./compile-operators.ts";
import type { Step } from "./frame.ts";
import { isPick } from "./is-pick.ts";

/** A compiled expression: what runs, and what it refers to. */
export interface Program {
  readonly step: Step;
  /** As parsed, for inspecting it without running it. */
  readonly ast: ASTNode;
  /** See `isPick`. */
  readonly picks: boolean;
  readonly references: ExpressionReferences;
}

export interface ExpressionReferences {
  /** Ids in `nodes.<id>` and `nodes["<id>"]`. */
  readonly nodes: readonly string[];
  /** Names in `variables.<name>` and `variables["<name>"]`. */
  readonly variables: readonly string[];
  /** Names in `secrets.<name>` and `secrets["<name>"]`, which exist only in an HTTP request. */
  readonly secrets: readonly string[];
  /** Whether it reads `output`, which exists only in an output mapping and an undo. */
  readonly usesOutput: boolean;
  /** Whether it reads `error`, which exists only in an undo. */
  readonly usesError: boolean;
  readonly usesItem: boolean;
  /** Whether it reads `args`, which exists only in an agent's tool. */
  readonly usesArgs: boolean;
}

/**
 * Turns a parsed expression into steps, and checks every name, function and nesting on the way.
 *
 * @throws ExpressionSyntaxError with the place of the first error.
 */
export function compileProgram(ast: ASTNode): Program {
  const context = new CompileContext(compileNode);
  const step = context.compile(ast);
  return {
    step,
    ast,
    picks: isPick(ast),
    references: {
      nodes: [...context.nodes],
      variables: [...context.variables],
      secrets: [...context.secrets],
      usesOutput: context.usesOutput,
      usesError: context.usesError,
      usesItem: context.usesItem,
      usesArgs: context.usesArgs,
    },
  };
}

function compileNode(node: ASTNode, context: CompileContext): Step {
  switch (node.op) {
    case "value":
      return compileLiteral(node, context);
    case "id":
      return compileName(node, context);
    case ".":
    case ".?":
    case "[]":
    case "[?]":
      return compileStrictAccess(node, context);
    case "call":
      return compileCall(node, context);
    case "rcall":
      return compileMethod(node, context);
    case "list":
      return compileList(node, context);
    case "map":
      return compileMap(node, context);
    case "?:":
      return compileTernary(node, context);
    case "||":
    case "&&":
      return compileLogic(node, context);
    case "!_":
      return compileNot(node, context);
    case "-_":
      return compileMinus(node, context);
    case "==":
    case "!=":
      return compileEquality(node, context);
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "in":
      return compileComparison(node, context);
    default:
      return compileCalculation(node, context);
  }
}
