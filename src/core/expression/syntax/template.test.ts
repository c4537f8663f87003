import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json/json.ts";
import { evaluateMapping } from "../evaluate-mapping.ts";
import { renderTemplate } from "../render-template.ts";
import { parseTemplate } from "./parse-template.ts";

interface Data {
  readonly input?: Json;
  readonly variables?: JsonObject;
}

function render(source: string, { input = null, variables = {} }: Data = {}) {
  const parsed = parseTemplate(source);
  if (!parsed.ok) return parsed;
  return renderTemplate(parsed.template, {
    input,
    trigger: null,
    run: { startedAt: "2026-11-29T08:30:00.000Z" },
    variables,
    nodes: { draft: { output: "A draft." } },
  });
}

describe("templates", () => {
  it.each<[string, Data, string]>([
    ["No braces at all }} { }", {}, "No braces at all }} { }"],
    ["", {}, ""],
    ["Write about {{topic}}.", { variables: { topic: "tides" } }, "Write about tides."],
    ["{{ topic }}{{topic}}", { variables: { topic: "x" } }, "xx"],
    ["{{input}}", { input: "the input" }, "the input"],
    ["{{ variables.input }}", { variables: { input: "mine" } }, "mine"],
    ["{{ input.n }} and {{ input.list }}", { input: { n: 1.5, list: [1, "a"] } }, '1.5 and [1,"a"]'],
    ["{{ input }}", { input: { a: null } }, '{"a":null}'],
    ["{{ null }} {{ true }} {{ 3 }}", {}, "null true 3"],
    ["{{ nodes.draft.output }}", {}, "A draft."],
    ["{{ size(nodes.draft.output) > 200 ? 'long' : 'short' }}", {}, "short"],
    ['{{ {"a": {"b": 1}} }}', {}, '{"a":{"b":1}}'],
    ['{{{"a":1}}}', {}, '{"a":1}'],
    ["{{ \"}}\" }} {{ '{{' }}", {}, "}} {{"],
    ['{{ "\\"}}" }}', {}, '"}}'],
    ["\\{{ not read }} {{ 1 }}", {}, "{{ not read }} 1"],
    ["a\\b {{ 1 }}", {}, "a\\b 1"],
    ["C:\\Users\\\\{{ input }}", { input: "ada" }, "C:\\Users\\ada"],
    ["\\\\\\{{ not read }}", {}, "\\{{ not read }}"],
    ["{{ input.\nlines }}", { input: { lines: "two" } }, "two"],
  ])("%s", (source, data, value) => {
    expect(render(source, data)).toEqual({ ok: true, value });
  });

  it.each([
    ["Dear {{ name", 5, "never closed"],
    ["{{ 'quoted }}", 0, "never closed"],
    ["a {{ }} b", 4, "empty"],
    ["ab {{ 1 + }} c", 10, "the end"],
    ["x {{ unknown.key }}", 5, 'unknown name "unknown"'],
    ["{{#if x}}", 2, "write \\{{ where the braces are meant as text"],
    ["{{/if}}", 2, "without blocks"],
    ["{{{ x }}}", 6, "without blocks or more braces"],
    ["{{> partial}}", 2, ">"],
    ["{{ a }}".repeat(201), 1_400, "at most 200"],
  ])("%j is refused at %i", (source, position, message) => {
    expect(parseTemplate(source)).toEqual({ ok: false, message: expect.stringContaining(message), position });
  });

  it("says what is missing instead of leaving a hole", () => {
    expect(render("{{topic}}")).toEqual({ ok: false, message: "no such key: topic, in: variables.topic" });
    expect(render("{{ input.title }}", { input: {} })).toMatchObject({ ok: false });
  });

  it("knows what it refers to", () => {
    const parsed = parseTemplate(
      "{{topic}} {{ nodes.a.output }} {{ nodes.a.output + variables.tone }} {{output}}",
    );
    expect(parsed).toMatchObject({
      ok: true,
      template: {
        references: {
          nodes: ["a"],
          variables: ["topic", "tone"],
          secrets: [],
          usesOutput: true,
          usesError: false,
          usesItem: false,
        },
      },
    });
  });

  it("never reads what it inserted as a template", () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "{{ variables.secret }}",
        "{{secret}}",
        "}}{{ variables.secret }}{{",
        "\\{{ x }}",
        ["$", "{process.env.SECRET}"].join(""),
        "{% include '/etc/passwd' %}",
        "<%= 7 * 7 %>",
        "#{7*7}",
        "{{{{ 1 }}}}",
      ),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const once = render("before {{ input }} after", { input: text, variables: { secret: "S" } });
        expect(once).toEqual({ ok: true, value: `before ${text} after` });
        const thrice = render("{{ input.a }}{{ variables.b }}", {
          input: { a: text },
          variables: { b: text, secret: "S" },
        });
        expect(thrice).toEqual({ ok: true, value: text + text });
      }),
    );
  });

  it("gives any text back that has no braces", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("{{"));
        expect(render(text)).toEqual({ ok: true, value: text });
      }),
    );
  });

  it("stops at two million characters", () => {
    const variables = { large: "x".repeat(1_500_000) };
    expect(render("{{large}}", { variables })).toMatchObject({ ok: true });
    expect(render("{{large}}{{large}}", { variables })).toMatchObject({ ok: false });
  });
});

describe("evaluateMapping", () => {
  const scope = {
    input: { n: 2, s: "x" },
    trigger: null,
    run: { startedAt: "2026-11-29T08:30:00.000Z" },
    variables: {},
    nodes: {},
  };

  it("evaluates one expression or an object of them", () => {
    expect(evaluateMapping("input.n + 1", scope)).toEqual({ ok: true, value: 3 });
    expect(evaluateMapping({ double: "input.n * 2", text: "input.s" }, scope)).toEqual({
      ok: true,
      value: { double: 4, text: "x" },
    });
    expect(evaluateMapping({ all: "output" }, scope, { output: [1] })).toEqual({
      ok: true,
      value: { all: [1] },
    });
  });

  it("names the field that fails", () => {
    const evaluated = evaluateMapping({ good: "1", bad: "input.missing" }, scope);
    expect(evaluated).toEqual({ ok: false, message: "bad: no such key: missing, in: input.missing" });
    // A full stop may follow.
    expect(evaluateMapping({ bad: " input.missing " }, scope)).toEqual(
      evaluateMapping({ bad: "input.missing" }, scope),
    );
    expect(evaluateMapping({ bad: "1 +" }, scope)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^bad: /),
    });
  });
});
