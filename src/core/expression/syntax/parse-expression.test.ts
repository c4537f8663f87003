import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "./parse-expression.ts";

function referencesOf(source: string) {
  const parsed = parseExpression(source);
  return parsed.ok ? parsed.expression.references : parsed;
}

describe("parseExpression", () => {
  it("takes as many conditions in a row and indexes in each other as the specification asks for", () => {
    const conditions = Array.from({ length: 24 }, (_, index) => `input.n == ${index} ? ${index} : `);
    expect(parseExpression(`${conditions.join("")}-1`)).toMatchObject({ ok: true });
    const nested = Array.from({ length: 12 }).reduce<string>((inner) => `input[${inner}]`, "input.n");
    expect(parseExpression(nested)).toMatchObject({ ok: true });
  });

  it.each([
    ["nodes.draft.output", ["draft"], []],
    ['nodes["my-node"].output + nodes.draft.output', ["my-node", "draft"], []],
    ["variables.topic == variables['other']", [], ["topic", "other"]],
    ["nodes.a.output ? nodes.b.output : nodes.a.output", ["a", "b"], []],
    ["input.items.map(i, i.n > size(nodes.c.output) && has(nodes.d.output))", ["c", "d"], []],
    ["variables.?topic.orValue(nodes.?e)", ["e"], ["topic"]],
    ["cel.bind(x, variables.a, x)", [], ["a"]],
    ["'nodes.draft.output'", [], []],
    ["input.nodes.draft", [], []],
    ["variables", [], []],
  ])("finds what %s refers to", (source, nodes, variables) => {
    expect(referencesOf(source)).toEqual({
      nodes,
      variables,
      secrets: [],
      usesOutput: false,
      usesError: false,
      usesItem: false,
      usesArgs: false,
    });
  });

  it("knows whether the output is read", () => {
    expect(referencesOf("output.text")).toMatchObject({ usesOutput: true, usesError: false });
    expect(referencesOf("error.code")).toMatchObject({ usesOutput: false, usesError: true });
  });

  it.each([
    ["", 0, "empty"],
    ["  ", 0, "empty"],
    ["1 +", 3, "the end"],
    ["(1", 2, "expected )"],
    ["input.", 6, "a name"],
    ["input.x = 1", 8, "unexpected character"],
    ["topic", 0, "variables.topic"],
    ["input.a + topik", 10, 'unknown name "topik"'],
    ["nodes", 0, "nodes.draft.output"],
    ["nodes[input.id].output", 0, "written out"],
    ["input.items.map(nodes, 1)", 16, '"nodes" is taken'],
    ["input.items.map(1, 1)", 16, "iteration variable"],
    ["now()", 0, "no function now()"],
    ["size(1, 2)", 0, "size() with 2 arguments"],
    ["input.name.padStart(3)", 11, "no function padStart()"],
    ["input.name.size(1)", 0, "no method .size() with one argument"],
    ["has(input)", 0, "one path"],
    ["input.name.matches(input.pattern)", 0, "written out"],
    ["input.name.matches('(')", 19, "not a valid pattern"],
    ["input.name.matches('(?=x)')", 19, "not a valid pattern"],
    ["b'bytes'", 0, "not supported"],
    ["1u", 0, "not supported"],
    ["'\\u0000'", 0, "NUL"],
    ["input.a.map(x, input.a.map(y, input.a.map(z, 1)))", 30, "2 deep"],
    ["if (true) { 1 }", 0, "no function if()"],
    ["x".repeat(4_001), 0, "at most 4000 characters"],
    [`${"(".repeat(90)}1${")".repeat(90)}`, 80, "maxDepth"],
    [Array.from({ length: 300 }, () => "1").join("+"), 499, "maxAstNodes"],
    [`[${Array.from({ length: 201 }, () => "1").join(",")}]`, 401, "maxListElements"],
  ])("refuses %j at %i: %s", (source, position, message) => {
    expect(parseExpression(source)).toEqual({
      ok: false,
      message: expect.stringContaining(message),
      position: expect.any(Number),
    });
    const parsed = parseExpression(source);
    if (!parsed.ok && source.length < 100) expect(parsed.position).toBe(position);
  });

  it("takes operators in any number and minus signs without recursion trouble", () => {
    expect(parseExpression(`${"!".repeat(300)}true`).ok).toBe(true);
    expect(parseExpression(`${"-".repeat(3_900)}1`).ok).toBe(false);
  });

  it("never throws, whatever it is given", () => {
    const pieces = fc.constantFrom(
      ..."input nodes variables output a . .? [ ] [? ( ) { } , : ? && || ! - + * / % == != < in 1 2.5 'x' \"y\" null true map filter has size matches cel.bind // \n \\ \u0000 \ud800 @ #".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), (words) => {
        const parsed = parseExpression(words.join(""));
        if (!parsed.ok) expect(parsed.message).not.toBe("");
      }),
      { numRuns: 2_000 },
    );
  });
});
