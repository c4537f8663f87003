import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CostLine, costCsvHead, toCsvLine } from "./cost-csv.ts";

const line: CostLine = {
  day: "2026-11-29",
  pipelineId: "p1",
  pipelineName: "Digest",
  nodeId: "write",
  provider: "anthropic",
  model: "claude",
  keyId: null,
  keyName: null,
  userId: "u1",
  userName: "Ada",
  isSandbox: false,
  calls: 3,
  unpricedCalls: 1,
  estimatedCalls: 2,
  inputTokens: 10,
  outputTokens: 20,
  cacheWriteTokens: 0,
  cacheReadTokens: 5,
  costMicros: 1_234_567,
};

/** What a reader of CSV makes of a line. */
function read(text: string): readonly string[] {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n$)/gy;
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] !== ",") break;
  }
  return cells;
}

const at = (name: string) => costCsvHead.trimEnd().split(",").indexOf(name);

describe("costs as CSV", () => {
  it("have a cell for each column, and money to the millionth", () => {
    const cells = read(toCsvLine(line));
    expect(cells).toHaveLength(costCsvHead.split(",").length);
    expect(cells[at("cost_usd")]).toBe("1.234567");
    expect(read(toCsvLine({ ...line, costMicros: -7 }))[at("cost_usd")]).toBe("-0.000007");
    expect(read(toCsvLine({ ...line, costMicros: 90_000_000_000 }))[at("cost_usd")]).toBe("90000.000000");
  });

  it("leave the cost open where no call had a price", () => {
    const unknown = { ...line, calls: 2, unpricedCalls: 2, costMicros: 0 };
    expect(read(toCsvLine(unknown))[at("cost_usd")]).toBe("");
    expect(read(toCsvLine({ ...unknown, unpricedCalls: 0 }))[at("cost_usd")]).toBe("0.000000");
  });

  it("never let a name become a formula, and keep it whole", () => {
    const begin = fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", "＝", "");
    fc.assert(
      fc.property(begin, fc.string({ unit: "grapheme" }), (first, rest) => {
        const pipelineName = first + rest;
        const cell = read(toCsvLine({ ...line, pipelineName }))[at("pipeline")] ?? "";
        expect(cell).not.toMatch(/^[=+\-@\t\r\n＋－＝＠]/);
        expect(cell.endsWith(pipelineName)).toBe(true);
        expect(cell.length - pipelineName.length).toBeLessThan(2);
      }),
    );
  });
});
