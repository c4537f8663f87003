import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { evaluateCondition } from "./evaluate-expression.ts";
import { parseExpression } from "./syntax/parse-expression.ts";
import { toCondition } from "./values/to-condition.ts";

function decide(source: string, input: Json = {}) {
  const parsed = parseExpression(source);
  if (!parsed.ok) return parsed;
  return evaluateCondition(parsed.expression, {
    input,
    trigger: null,
    run: { startedAt: "2026-11-29T08:30:00.000Z" },
    variables: {},
    nodes: {},
  });
}

describe("toCondition", () => {
  it.each<[Json, boolean]>([
    [true, true],
    [false, false],
    [null, false],
    [0, false],
    [-1, true],
    ["", false],
    ["  ", false],
    ["false", false],
    [" FALSE\n", false],
    ["No", false],
    ["true", true],
    ["yes", true],
    ["**Yes.**", true],
    ["1", true],
    ["No.", false],
    ["**No**", false],
    ['"no"', false],
    ["`False.`", false],
    ["0", false],
    ["null", false],
    ["none", false],
    ["N/A", false],
    [[], true],
    [{}, true],
    [["false"], true],
  ])("%j is %s", (value, decision) => {
    expect(toCondition(value)).toBe(decision);
  });

  it.each(["no, it is not", "A long answer.", "yes and no", "maybe", "No ".repeat(20), "1.5", "...", "!!!"])(
    "refuses to take the text %j for a yes or a no",
    (text) => {
      expect(decide("input", text)).toMatchObject({
        ok: false,
        message: expect.stringContaining("is neither yes nor no: compare it"),
      });
    },
  );
});

describe("evaluateCondition", () => {
  it.each<[string, Json, boolean]>([
    ["true", {}, true],
    ["false", {}, false],
    ["input.result", { result: true }, true],
    ["input.result", { result: "no" }, false],
    ["input.result == 'A long answer.'", { result: "A long answer." }, true],
    ["input.result", {}, false],
    ["input.result", "just text", false],
    ["input.result.deeper", {}, false],
    ["!input.result", {}, true],
    ["!(input.count > 5)", {}, true],
    ["input.count > 5", {}, false],
    ["input.count > 5", { count: 6 }, true],
    ["input.count > 5 || input.force", { force: "yes" }, true],
    ["input.force && input.count > 5", { count: 6 }, false],
    ["input.status == 'done'", {}, false],
    ["input.status != 'done'", {}, true],
    ["input.status == null", {}, true],
    ["size(input.items) > 0", {}, false],
    ["input.items.exists(i, i.urgent)", { items: [{}, { urgent: "yes" }] }, true],
    ["input.items.all(i, i.done)", { items: [{ done: true }, {}] }, false],
    ["input.?flag", {}, false],
    ["input.?flag", { flag: true }, true],
    ["nodes.skipped.output == 'x'", {}, false],
    ["size(nodes.skipped.output) > 200", {}, false],
    ["input.a ? input.b : true", { b: false }, true],
  ])("%s of %j is %s", (source, input, value) => {
    expect(decide(source, input)).toEqual({ ok: true, value });
  });

  it("still reports what can never be right", () => {
    expect(decide("input.name > 5", { name: "Ada" })).toMatchObject({ ok: false });
    expect(decide("'a' + 1")).toMatchObject({ ok: false });
  });
});
