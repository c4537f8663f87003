import type { ASTNode } from "@marcbachmann/cel-js";
import { missing } from "../values/value.ts";
import type { CompileContext } from "./compile-context.ts";
import type { Step } from "./frame.ts";

const secretName = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/**
 * Whether a node is the name `secrets`. It is not a reserved root: a variable of a comprehension or of the run may have
 * this name, since definitions are older than secrets.
 */
export function isSecrets(node: ASTNode, context: CompileContext): boolean {
  return node.op === "id" && node.args === "secrets" && context.slotOf("secrets") < 0;
}

/** `secrets.API_TOKEN`: the name must be a literal, so that the secrets of a request are known before a run. */
export function compileSecret(
  node: ASTNode,
  name: string | undefined,
  isOptional: boolean,
  context: CompileContext,
): Step {
  if (name === undefined || !secretName.test(name)) {
    context.fail(node, "the name of a secret must be written out: secrets.API_TOKEN");
  }
  if (isOptional) context.fail(node, `a secret always exists when the run begins: write secrets.${name}`);
  context.secrets.add(name);
  return (frame) => {
    frame.meter.charge(1);
    const value = frame.secrets.get(name);
    if (value === undefined) throw missing(`the secret ${name} is only available in an HTTP request`);
    return value;
  };
}
