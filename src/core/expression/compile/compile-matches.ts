import type { ASTNode } from "@marcbachmann/cel-js";
import { RE2JS } from "re2js";
import { expressionLimits } from "../metering/limits.ts";
import { textOf } from "../values/value.ts";
import type { CompileContext } from "./compile-context.ts";
import type { Step } from "./frame.ts";

/** One unit pays for this many steps of the pattern's machine (characters x its size). */
const machineStepsPerUnit = 2;

/**
 * `text.matches("pattern")`: whether the pattern (RE2 syntax) occurs in the text. The pattern must be a literal, so
 * that it is compiled once and its size is known; RE2 takes time proportional to text x pattern, whatever the pattern
 * is.
 */
export function compileMatches(node: ASTNode & { op: "rcall" }, context: CompileContext): Step {
  const [, receiver, [patternNode]] = node.args;
  if (patternNode?.op !== "value" || typeof patternNode.args !== "string") {
    context.fail(node, 'the pattern of matches() must be written out: input.matches("^[a-z]+$")');
  }
  const pattern = compilePattern(patternNode.args, patternNode, context);
  const size = pattern.programSize();
  const text = context.compile(receiver);
  return (frame) => {
    const subject = textOf(text(frame), "the text before .matches");
    frame.meter.charge(1 + Math.ceil(((subject.length + 1) * size) / machineStepsPerUnit));
    return pattern.test(subject);
  };
}

function compilePattern(source: string, node: ASTNode, context: CompileContext): RE2JS {
  if (source.length > expressionLimits.patternCharacters) {
    context.fail(node, `a pattern may have at most ${expressionLimits.patternCharacters} characters`);
  }
  try {
    return RE2JS.compile(source);
  } catch {
    return context.fail(
      node,
      `"${source}" is not a valid pattern (RE2 syntax: no look-around, no back-references)`,
    );
  }
}
