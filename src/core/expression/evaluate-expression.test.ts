import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import type { Scope } from "./scope.ts";
import { parseExpression } from "./syntax/parse-expression.ts";

const scope: Scope = {
  input: {
    count: 5,
    ratio: 2.5,
    flag: true,
    nothing: null,
    name: "Ada",
    text: "héllo 😀 wörld",
    items: [
      { id: 1, name: "one", tags: ["a"] },
      { id: 2, name: "two", tags: [] },
    ],
    "odd key": "x",
  },
  trigger: { source: "api" },
  run: { startedAt: "2026-11-29T08:30:00.000Z" },
  variables: { topic: "tides" },
  nodes: { draft: { output: "A draft." }, "my-node": { output: { score: 0.9 } } },
};

function evaluate(source: string, extra?: { readonly output: Json }) {
  const parsed = parseExpression(source);
  if (!parsed.ok) return { ok: false, message: `does not parse: ${parsed.message}` };
  return evaluateExpression(parsed.expression, scope, extra);
}

describe("evaluateExpression", () => {
  it.each<[string, Json]>([
    // What can be seen.
    ["input.count", 5],
    ["trigger.source", "api"],
    ["variables.topic", "tides"],
    ["nodes.draft.output", "A draft."],
    ['nodes["my-node"].output.score', 0.9],
    ['input["odd key"]', "x"],
    ["input.items[1].name", "two"],
    ["input.items[0].tags", ["a"]],
    ["input.nothing", null],
    // Numbers of JSON and whole literals mix.
    ["input.count + 1", 6],
    ["1 + input.count", 6],
    ["input.count - 0.5", 4.5],
    ["input.count * 2", 10],
    ["input.count / 2", 2.5],
    ["7 / 2", 3],
    ["7 % 4", 3],
    ["input.count % 2", 1],
    ["-input.count", -5],
    ["-(3)", -3],
    ["1 == 1.0", true],
    ["input.count == 5", true],
    ["input.count in [4, 5]", true],
    ["[1, 2] == [1.0, 2.0]", true],
    ["size(input.items) > 1", true],
    ["size(nodes.draft.output) > 200", false],
    ["input.count >= 5 && input.count <= 5.0", true],
    ["9007199254740991", 9007199254740991],
    ["int(2.9) + int('3')", 5],
    ["string(int('9223372036854775807'))", "9223372036854775807"],
    ["double('2.5') + 1", 3.5],
    ["string(3) + string(2.5) + string(true)", "32.5true"],
    // Comparison and equality.
    ['"a" < "b"', true],
    ["true > false", true],
    ['1 == "1"', false],
    ["null == input.nothing", true],
    ['{"a": [1, {"b": null}]} == {"a": [1, {"b": null}]}', true],
    ['{"a": 1} == {"a": 1, "b": 2}', false],
    ['"name" in input', true],
    ['"constructor" in input', false],
    // Logic: one side that decides is enough.
    ["true || input.missing.key", true],
    ["input.missing.key || true", true],
    ["false && input.missing", false],
    ["input.flag ? 1 : input.missing", 1],
    // Asking before reading.
    ["has(input.name)", true],
    ["has(input.missing)", false],
    ["has(input.missing.deeper.still)", false],
    ["has(nodes.other.output)", false],
    ["nodes.other == null", true],
    ["nodes.other.output", null],
    ["nodes.?other.output.orValue('none')", "none"],
    ["has(nodes.draft.output)", true],
    ['input.?missing.orValue("none")', "none"],
    ["input.?name.orValue('none')", "Ada"],
    ["input.?nothing.orValue(1)", null],
    ["input.?missing.?deeper.hasValue()", false],
    ["input.items[?7].orValue({'id': 0}).id", 0],
    ["input.?missing.or(input.?name).value()", "Ada"],
    ["input.?missing", null],
    ["[optional.of(1), optional.none()]", [1, null]],
    ["nodes.?other", null],
    // Comprehensions.
    ["input.items.map(item, item.name)", ["one", "two"]],
    ["input.items.map(item, item.id > 1, item.name)", ["two"]],
    ["input.items.filter(item, size(item.tags) > 0)[0].id", 1],
    ["input.items.all(item, item.id > 0)", true],
    ["input.items.exists(item, item.id == 2)", true],
    ["input.items.exists(item, item.missing || item.id == 2)", true],
    ["input.items.exists_one(item, item.id < 2)", true],
    [
      "input.items.map(a, input.items.map(b, a.id * b.id))",
      [
        [1, 2],
        [2, 4],
      ],
    ],
    ['{"b": 1, "a": 2}.map(key, key)', ["b", "a"]],
    ["cel.bind(n, size(input.items), n * n)", 4],
    ["cel.bind(x, 1, [2].map(x, x + 1) + [x])", [3, 1]],
    // Texts, counted in characters.
    ["size(input.text)", 13],
    ["input.text.size()", 13],
    ["input.text.substring(6, 7)", "😀"],
    ["input.text.indexOf('wörld')", 8],
    ["input.text.indexOf('l', 4)", 11],
    ["input.text.lastIndexOf('l')", 11],
    ["input.text.contains('😀')", true],
    ["input.text.startsWith('hé')", true],
    ["input.text.endsWith('wörld')", true],
    ["' Ab '.trim().lowerAscii() + 'b'.upperAscii()", "abB"],
    ["'a,b,,c'.split(',')", ["a", "b", "", "c"]],
    ["'a😀'.split('')", ["a", "😀"]],
    ["['a', 'b'].join('-')", "a-b"],
    ["['a', 'b'].join()", "ab"],
    ["'a.b.c'.replace('.', '/')", "a/b/c"],
    ["'abcabcabcabcabcd'.indexOf('abcabcabcd')", 6],
    ["input.name.matches('^[A-Z][a-z]+$')", true],
    ["input.name.matches('x')", false],
    // Building.
    ['{"name": input.name, "ids": input.items.map(i, i.id)}', { name: "Ada", ids: [1, 2] }],
    ["[1, 'a', null, true]", [1, "a", null, true]],
    ["[1] + [2]", [1, 2]],
    ["type(1) + type(1.0) + type([]) + type(null)", "intdoublelistnull"],
    ["{}", {}],
  ])("%s", (source, value) => {
    expect(evaluate(source)).toEqual({ ok: true, value });
  });

  it.each([
    ["input.missing", "no such key: missing"],
    ["input.name.first", "no such key: first (the value before it is string, not an object)"],
    ["input.items[2]", "no element 2: the list has 2"],
    ["nodes.other.output.title", "no such key: title (the value before it is null, not an object)"],
    ["output", '"output" is only available in an output mapping'],
    ['"a" + 1', "string(x) makes text of a number"],
    ["input.flag + 1", "cannot calculate bool + int"],
    ["input.name > 3", "cannot compare string > int"],
    ["!input.name", "must be true or false, but is string"],
    ["input.name ? 1 : 2", "must be true or false, but is string"],
    ["input.count && true", "must be true or false, but is double"],
    ["1 / 0", "division by zero"],
    ["1.0 / 0", "not a finite number"],
    ["9223372036854775807 + 1", "larger than a whole number may be"],
    ["9007199254740992", "above 2^53"],
    ["size(5)", "size() takes"],
    ["input.items.map(i, i.missing)", "no such key: missing"],
    ["input.name.map(i, i)", "only lists and objects"],
    ["[1].join()", "each element that is joined must be a string"],
    ["'abc'.substring(2, 1)", "outside the text"],
    ["int('x')", 'int() cannot read "x"'],
    ["{input.count: 1}", "an object's key must be a string"],
    ['{"a": 1, "a": 2}', "appears twice"],
    ["input.?missing.value()", "not there"],
  ])("%s: %s", (source, message) => {
    const evaluated = evaluate(source);
    expect(evaluated.ok).toBe(false);
    expect(evaluated).toMatchObject({ message: expect.stringContaining(message) });
  });

  it("shows an output mapping the output, which may be null", () => {
    expect(evaluate("output.text", { output: { text: "x" } })).toEqual({ ok: true, value: "x" });
    expect(evaluate("output == null", { output: null })).toEqual({ ok: true, value: true });
  });

  it("hands on what it only picked out, large or small, and copies nothing", () => {
    const large = { input: Array.from({ length: 150_000 }, (_, index) => ({ index })) };
    const parsed = parseExpression("input.size() > 1 ? input : input");
    if (!parsed.ok) throw new Error(parsed.message);
    const evaluated = evaluateExpression(parsed.expression, { ...scope, input: large.input });
    expect(evaluated.ok && evaluated.value === large.input).toBe(true);
  });

  it("is the same every time", () => {
    const source = "input.items.map(i, {'id': i.id, 'n': size(i.name)})";
    expect(evaluate(source)).toEqual(evaluate(source));
  });
});

describe("what a run may be started with", () => {
  const text = `${"a ".repeat(150_000)}b`;
  it.each([
    "input + ''",
    "'' + input",
    "{'text': input + '!'}.text.size() > 0 ? input : ''",
    "[input + '.'][0].size() > 0 ? input : ''",
    "(' ' + input).trim()",
    "input.replace('b', 'b')",
    "{'text': input}.text",
  ])("can be taken apart and put together: %s", (source) => {
    const parsed = parseExpression(source);
    if (!parsed.ok) throw new Error(parsed.message);
    expect(evaluateExpression(parsed.expression, { ...scope, input: text })).toEqual({
      ok: true,
      value: text,
    });
  });

  it("is the limit, told exactly", () => {
    const parsed = parseExpression("input + input + input + input");
    if (!parsed.ok) throw new Error(parsed.message);
    expect(evaluateExpression(parsed.expression, { ...scope, input: text })).toMatchObject({
      ok: false,
      message: expect.stringContaining("at most 1,048,576 characters; this would be 1,200,004"),
    });
  });
});
