import { describe, expect, it } from "vitest";
import { cpuTimeMs } from "#core/testing/cpu-time.ts";
import { parseDefinitionText } from "./parse-definition-text.ts";

const definition = JSON.stringify(
  { name: "A", nodes: [{ id: "a", type: "trigger", name: "A" }], edges: [] },
  null,
  2,
);
const lastLine = definition.split("\n").length;

function faultsOf(text: string) {
  const parsed = parseDefinitionText(text);
  return parsed.ok ? [] : parsed.problems.map(({ message, line, column }) => ({ message, line, column }));
}

describe("parseDefinitionText", () => {
  it.each([
    ["a brace too many", `${definition}}`, lastLine, 2],
    ["a word", `${definition}\n\njunk`, lastLine + 2, 1],
    ["a sentence with colons", `${definition}\nA note: it runs: daily`, lastLine + 1, 1],
    ["the sign that ends a statement", `${definition};`, lastLine, 2],
    ["the whole of it once more", `${definition}\n${definition}`, lastLine + 1, 1],
    ["a fence", `${definition}\n\`\`\``, lastLine + 1, 1],
  ])("tells %s behind a definition once, at its place", (_name, text, line, column) => {
    const message = expect.stringContaining("ends with the } before this place");
    expect(faultsOf(text)).toEqual([{ message, line, column }]);
  });

  it.each([
    ["a sentence", `Here is the pipeline:\n${definition}`, "remove what comes before it."],
    ["a statement", `export default ${definition};`, "before it, and what comes after its last }."],
  ])("tells %s before a definition once", (_name, text, words) => {
    expect(faultsOf(text)).toEqual([{ message: expect.stringContaining(words), line: 1, column: 1 }]);
  });

  it("reports spaces that are none once, where the first one is", () => {
    const message = expect.stringContaining("looks like a space");
    expect(faultsOf(definition.replaceAll("  ", "\u00a0 "))).toEqual([{ message, line: 2, column: 1 }]);
  });

  it("looks at each character once", () => {
    const start = cpuTimeMs();
    expect(faultsOf(`{"${'\\"'.repeat(130_000)}`).length).toBeGreaterThan(0);
    expect(cpuTimeMs() - start).toBeLessThan(2_000);
  });

  it("keeps the faults of a text whose brackets they stand in, each told once", () => {
    expect(faultsOf(`${definition.slice(0, -2)}`)).toHaveLength(1);
    const torn = 'name: A\nnodes:\n  - { id: a type: trigger }\n  - { id: b, config: {"nodes": [] } \n';
    const told = faultsOf(torn);
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(told.length);
    expect(JSON.stringify(told)).not.toContain("The definition begins");
  });
});
