import { describe, expect, it } from "vitest";
import { inferKind } from "./infer-kind.ts";

describe("inferKind", () => {
  it.each([
    ["input.amount > 100", "number"],
    ["100.5 <= input.amount", "number"],
    ["input.amount == -1", "number"],
    ["input.amount * variables.rate", "number"],
    ["nodes.a.output - input.amount", "number"],
    ["input.amount + 1 > 2", "number"],
    ["input.amount == true", "switch"],
    ["!input.amount", "switch"],
    ['input.amount ? "a" : "b"', "switch"],
    ["input.amount && input.other", "switch"],
    ["input.other || input.amount", "switch"],
    ["input.amount.map(x, x + 1)", "json"],
    ["input.amount[0]", "json"],
    ["input.amount.value > 3", "json"],
    ['"a" in input.amount', "json"],
  ])("takes what %s reads for a %s", (source, kind) =>
    expect(inferKind("input\\.amount", [source])).toBe(kind),
  );

  it.each([
    "input.amount",
    'input.amount == "100 > 3"',
    "size(input.amount) > 100",
    "input.amount.size() > 100",
    "int(input.amount) > 100",
    "input.amounts > 100",
    "other.input.amount > 100",
    'input.amount + " USD"',
    '"- " + input.amount',
    "input.other > 3 && size(input.amount) > 0",
    "100 > size(input.amount)",
  ])("does not guess from %s", (source) => expect(inferKind("input\\.amount", [source])).toBeNull());
});
