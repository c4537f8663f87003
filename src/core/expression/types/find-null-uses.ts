import type { ASTNode } from "@marcbachmann/cel-js";
import type { Program } from "../compile/compile.ts";
import { isAccess } from "../compile/compile-access.ts";

/**
 * A value that an expression takes from another node: `nodes.draft.output`, or `input.draft` in a node with several
 * predecessors.
 */
export interface NodeRead {
  readonly from: "nodes" | "input";
  readonly key: string;
  /** Counts characters of the source from 0. */
  readonly position: number;
  /** The expression is this and nothing more: it passes the value on unchanged. */
  readonly isWhole: boolean;
}

/**
 * Finds reads whose value is used in a way that fails on null: a field of it, a method, a sum. Guarded reads (`has()`,
 * `.?`, `== null`) and those that may never be evaluated (`?:`, the right sides of `&&` and `||`, each element of a
 * list) are ignored.
 */
export function findNullUses({ ast }: Program): readonly NodeRead[] {
  const whole = readAt(ast, true);
  if (whole !== null) return [whole];
  const found: NodeRead[] = [];
  visit(ast, false, found);
  return found;
}

const takingNull: ReadonlySet<string> = new Set(["type", "dyn", "toJson"]);
const unwrapping: ReadonlySet<string> = new Set(["or", "orValue", "hasValue", "value"]);
const perElement: ReadonlySet<string> = new Set([
  "map",
  "filter",
  "all",
  "exists",
  "exists_one",
  "sortBy",
  "groupBy",
  "bind",
]);

function visit(node: ASTNode, isUsed: boolean, found: NodeRead[]): void {
  const read = readAt(node, false);
  if (read !== null) {
    if (isUsed) found.push(read);
    return;
  }
  for (const [child, childIsUsed] of childrenOf(node)) visit(child, childIsUsed, found);
}

type Child = readonly [node: ASTNode, isUsed: boolean];

function childrenOf(node: ASTNode): readonly Child[] {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case "[]":
      return [[node.args[0], true]];
    case ".?":
    case "[?]":
      return [[node.args[0], false]];
    case "call":
      return callChildren(node);
    case "rcall":
      return methodChildren(node);
    case "list":
      return node.args.map((element): Child => [element, false]);
    case "map":
      return node.args.map(([, value]): Child => [value, false]);
    case "?:":
    case "||":
    case "&&":
      return [[node.args[0], false]];
    case "!_":
      return [[node.args, false]];
    case "-_":
      return [[node.args, true]];
    case "==":
    case "!=":
      return node.args.map((side): Child => [side, false]);
    case "in":
      return [
        [node.args[0], false],
        [node.args[1], true],
      ];
    default:
      return node.args.map((side): Child => [side, true]);
  }
}

function callChildren(node: ASTNode & { op: "call" }): readonly Child[] {
  const [name, args] = node.args;
  return name === "has" ? [] : args.map((argument): Child => [argument, !takingNull.has(name)]);
}

function methodChildren(node: ASTNode & { op: "rcall" }): readonly Child[] {
  const [name, receiver, args] = node.args;
  if (unwrapping.has(name)) return [[receiver, false]];
  const used: Child = [receiver, true];
  return perElement.has(name) ? [used] : [used, ...args.map((argument): Child => [argument, true])];
}

function readAt(node: ASTNode, isWhole: boolean): NodeRead | null {
  if (!isAccess(node)) return null;
  const [left] = node.args;
  const position = node.range.start;
  if (left.op === "id" && left.args === "input") {
    const key = writtenKey(node);
    return key === null ? null : { from: "input", key, position, isWhole };
  }
  if (!isAccess(left) || left.args[0].op !== "id" || left.args[0].args !== "nodes") return null;
  const key = writtenKey(left);
  return key === null || writtenKey(node) === null ? null : { from: "nodes", key, position, isWhole };
}

/** Null if the key is computed or read with `?`. */
function writtenKey(node: ASTNode): string | null {
  if (node.op !== "." && node.op !== "[]") return null;
  const [, right] = node.args;
  if (typeof right === "string") return right;
  return right.op === "value" && typeof right.args === "string" ? right.args : null;
}
