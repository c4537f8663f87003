import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { evaluateCondition, evaluateExpression } from "./evaluate-expression.ts";
import { renderTemplate } from "./render-template.ts";
import type { Scope } from "./scope.ts";
import { parseExpression } from "./syntax/parse-expression.ts";
import { parseTemplate } from "./syntax/parse-template.ts";

const canary = "canary-7f3a";
const dollar = "$";

/**
 * Escapes that worked somewhere: prototype chains, template engines, JavaScript in disguise, other engines' globals.
 */
const attempts: readonly string[] = [
  "input.constructor",
  "input.constructor.constructor",
  "input.constructor.constructor('return process')()",
  "input['constructor']",
  'input["con" + "structor"]',
  "input.list.constructor",
  "input.text.constructor",
  "input.number.constructor",
  "input.__proto__",
  "input['__proto__']",
  'input["__pro" + "to__"].polluted',
  "input.__proto__.__proto__",
  "input.prototype",
  "input.list.__proto__.map",
  "input.text.length",
  "input.list.length",
  "input.toString",
  "input.toString()",
  "input.hasOwnProperty",
  "input.valueOf()",
  "input.__defineGetter__",
  "input.__lookupGetter__('x')",
  "input.text.at(0)",
  "input.text.replaceAll('a', 'b')",
  "input.list.push(1)",
  "input.list.forEach(x, x)",
  "input.list.map(constructor, constructor.constructor)",
  "input.list.map(x, x.constructor.constructor)",
  "input.list.filter(__proto__, true)",
  "cel.constructor",
  "cel.bind.constructor",
  "optional.constructor",
  "optional.of(1).constructor",
  "optional.of(input).value().constructor",
  "optional.none().__proto__",
  "input.?constructor.value()",
  "input[?'__proto__'].value()",
  "input.?missing.?constructor.value()",
  "nodes.constructor",
  "nodes.__proto__.output",
  "nodes['constructor'].constructor",
  "variables.constructor",
  "trigger.constructor.name",
  "type(input).constructor",
  "type(1).name",
  "size.constructor",
  "process",
  "process.env",
  "globalThis",
  "global.process",
  "window",
  "self",
  "this",
  "this.constructor",
  "arguments.callee",
  "require('fs')",
  "import('fs')",
  "eval('1')",
  "Function('return 1')()",
  "new Function('return 1')",
  "Symbol.iterator",
  "input[Symbol.iterator]",
  "Object.keys(input)",
  "Reflect.get(input, 'constructor')",
  "JSON.parse('1')",
  "String.fromCharCode(65)",
  "(() => process)()",
  "function(){ return process }()",
  "async () => 1",
  "input = 1",
  "input.x = 1",
  "delete input.text",
  "input.text; process",
  "input, process",
  "`constructor`",
  "input[`constructor`]",
  `${dollar}{process.env.SECRET}`,
  `input[\`${dollar}{'constructor'}\`]`,
  "#{7*7}",
  "<%= 7*7 %>",
  "{% include '/etc/passwd' %}",
  "{{7*7}}",
  "{{constructor.constructor('return process')()}}",
  '{{#with "s" as |string|}}{{/with}}',
  "*{T(java.lang.Runtime).getRuntime()}",
  "@(1+1)",
  `[[${dollar}{7*7}]]`,
  "now()",
  "timestamp('2026-01-01T00:00:00Z')",
  "duration('1h')",
  "random()",
  "Math.random()",
  "Date.now()",
  "uuid()",
  "env('SECRET')",
  "secrets.key",
  "secret",
  "google.protobuf.Timestamp",
  "bytes('x')",
  "b'x'.json()",
  "matches('x', '(a+)+$')",
  "input.text.matches(input.text)",
  "json.parse(input.text)",
  "undefined",
  "NaN",
  "input.text.matches('(?<=a)b')",
  "input.text.matches('(a)\\\\1')",
];

const scope: Scope = {
  input: { text: "abc", number: 1, list: [1, 2], nested: { a: null } },
  trigger: {},
  run: { startedAt: "2026-11-29T08:30:00.000Z" },
  variables: {},
  nodes: {},
};

/** Harmless results: nothing, or something that says nothing. */
function isHarmless(value: Json): boolean {
  return value === null || value === false;
}

describe("escape attempts", () => {
  it("are many", () => {
    expect(new Set(attempts).size).toBe(attempts.length);
    expect(attempts.length).toBeGreaterThanOrEqual(60);
  });

  it.each(attempts)("%s gives nothing as an expression", (source) => {
    const parsed = parseExpression(source);
    if (!parsed.ok) {
      expect(parsed.message).not.toContain(canary);
      return;
    }
    const evaluated = evaluateExpression(parsed.expression, scope);
    if (evaluated.ok) expect(isHarmless(evaluated.value)).toBe(true);
    const decided = evaluateCondition(parsed.expression, scope);
    if (decided.ok) expect(decided.value).toBe(false);
  });

  it.each(attempts)("%s gives nothing in a template, and stays text when it is inserted", (source) => {
    const template = parseTemplate(`<{{ ${source} }}>`);
    if (template.ok) {
      const rendered = renderTemplate(template.template, scope);
      if (rendered.ok) expect(["<null>", "<false>", `<${source}>`]).toContain(rendered.value);
    }
    const insertion = parseTemplate("<{{ input }}>");
    if (!insertion.ok) throw new Error(insertion.message);
    expect(renderTemplate(insertion.template, { ...scope, input: source })).toEqual({
      ok: true,
      value: `<${source}>`,
    });
  });

  it("leave no trace on prototypes, even with keys that aim at them", () => {
    const hostile = JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
    ) as Json;
    for (const source of [
      "input",
      "input.constructor.prototype",
      "{'a': input, 'b': [input]}",
      "input.map(key, key)",
      "{'__proto__': 1}",
      "{'__pro' + 'to__': {'polluted': true}}",
      "{'constructor': {'polluted': true}}",
      "input == input",
      "'polluted' in {'a': 1}",
    ]) {
      const parsed = parseExpression(source);
      if (parsed.ok) evaluateExpression(parsed.expression, { ...scope, input: hostile });
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  it.each([
    ["input.constructor + input.toString + input.__proto__", "abc"],
    ["input['__pro' + 'to__']", "c"],
    ["'__proto__' in input", true],
    ["{'__proto__': 1, 'constructor': 2}", JSON.parse('{"__proto__":1,"constructor":2}')],
    ["input", JSON.parse('{"constructor":"a","toString":"b","__proto__":"c"}')],
    ["{'copy': input}.copy", JSON.parse('{"constructor":"a","toString":"b","__proto__":"c"}')],
  ])("sees and makes own keys of any name: %s", (source, value) => {
    const parsed = parseExpression(source);
    if (!parsed.ok) throw new Error(parsed.message);
    const input = JSON.parse('{"constructor":"a","toString":"b","__proto__":"c"}') as Json;
    const evaluated = evaluateExpression(parsed.expression, { ...scope, input });
    expect(JSON.stringify(evaluated)).toBe(JSON.stringify({ ok: true, value }));
  });
});
