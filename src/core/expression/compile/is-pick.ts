import type { ASTNode } from "@marcbachmann/cel-js";

/**
 * Whether an expression's result is always a literal or an unchanged part of its scope, whichever branch it takes. Such
 * a result is passed on without a copy and keeps its own size; any other is one that the expression built.
 */
export function isPick(node: ASTNode): boolean {
  switch (node.op) {
    case "value":
    case "id":
      return true;
    case ".":
    case ".?":
    case "[]":
    case "[?]":
      return isPick(node.args[0]);
    case "?:":
      return isPick(node.args[1]) && isPick(node.args[2]);
    case "rcall":
      return isUnwrapping(node.args[0]) && isPick(node.args[1]) && node.args[2].every(isPick);
    default:
      return false;
  }
}

function isUnwrapping(method: string): boolean {
  return method === "orValue" || method === "or" || method === "value";
}
