import type { Problem } from "#core/errors.ts";
import { fieldOf, listIn } from "../../graph/graph.ts";
import { fault } from "../../problem.ts";
import { patternGrowth } from "./pattern-growth.ts";

/**
 * The total that the counts in all patterns of a definition may amount to: compiling that takes some hundredths of a
 * second.
 */
export const maxGrowth = 50_000;

/**
 * Adds up the counts (`{1000}`) in regular expressions before any of them is compiled, because each is compiled as if
 * it were written out. Reported at the node that exceeds the limit.
 */
export function checkPatterns(raw: unknown): readonly Problem[] {
  let growth = 0;
  for (const node of listIn(raw, "nodes")) {
    for (const pattern of patternsIn(node)) growth += patternGrowth(pattern);
    if (growth > maxGrowth) return [tooLarge(fieldOf(node, "id"))];
  }
  return [];
}

function tooLarge(id: unknown): Problem {
  const owner = typeof id === "string" ? { nodeId: id } : {};
  const message = `The counts in regular expressions, such as {1000}, stand for more than ${maxGrowth.toLocaleString("en-US")} steps in the whole pipeline: use smaller ones.`;
  return fault("PATTERNS_TOO_LARGE", message, owner);
}

/** Texts that call `matches()`, and the `pattern` and `patternProperties` of a schema. */
function patternsIn(node: unknown): readonly string[] {
  const found: string[] = [];
  const stack: (readonly [key: string, value: unknown])[] = [["", node]];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const [key, value] = entry;
    if (typeof value === "string" && (key === "pattern" || value.includes(".matches"))) found.push(value);
    if (typeof value !== "object" || value === null) continue;
    if (key === "patternProperties") found.push(...Object.keys(value));
    for (const part of Object.entries(value)) stack.push(part);
  }
  return found;
}
