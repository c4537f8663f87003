import type { ASTNode } from "@marcbachmann/cel-js";
import { setOwn } from "#core/json/own-key.ts";
import { mismatch, textOf, type Value } from "../values/value.ts";
import type { CompileContext } from "./compile-context.ts";
import type { Step } from "./frame.ts";

export function compileLiteral(node: ASTNode & { op: "value" }, context: CompileContext): Step {
  const value = node.args;
  if (typeof value === "object" && value !== null)
    context.fail(node, "bytes and unsigned numbers are not supported here");
  // Neither can be stored, and an expression must not produce what no input may contain.
  if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed())) {
    context.fail(node, "a text must not hold NUL characters or halves of characters");
  }
  return () => value;
}

export function compileList(node: ASTNode & { op: "list" }, context: CompileContext): Step {
  const elements = node.args.map(context.compile);
  return (frame) => {
    frame.meter.charge(1 + elements.length);
    return elements.map((element) => element(frame));
  };
}

export function compileMap(node: ASTNode & { op: "map" }, context: CompileContext): Step {
  const entries = node.args.map(([key, value]) => [context.compile(key), context.compile(value)] as const);
  return (frame) => {
    frame.meter.charge(1 + entries.length);
    const object: { [key: string]: Value } = {};
    for (const [keyStep, valueStep] of entries) {
      const key = textOf(keyStep(frame), "an object's key");
      if (Object.hasOwn(object, key))
        throw mismatch(`the key ${JSON.stringify(key.slice(0, 80))} appears twice`);
      setOwn(object, key, valueStep(frame));
    }
    return object;
  };
}
