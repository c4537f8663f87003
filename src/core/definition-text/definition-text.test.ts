import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { cpuTimeMs } from "#core/testing/cpu-time.ts";
import type { JsonPath } from "../json/check-json-limits.ts";
import { definitionCharacters } from "../json/json-limits.ts";
import { definitionText } from "./definition-document.ts";
import { formatDefinitionYaml } from "./format-definition-yaml.ts";
import { createLocator } from "./locate.ts";
import { parseDefinitionText } from "./parse-definition-text.ts";

const locate = (text: string, path: JsonPath) => createLocator(definitionText(text))(path);

const example = `name: Research brief
variables: { topic: { default: tides, required: true } }
nodes:
  - { id: start, type: trigger, name: Start }
  - id: draft
    type: agent
    config:
      agentId: writer
      task: "Write about {{topic}}: {{ input }}"
edges:
  - { id: e1, from: start, to: draft }
`;

function problemsOf(text: string) {
  const parsed = parseDefinitionText(text);
  return parsed.ok ? [] : parsed.problems;
}

describe("parseDefinitionText", () => {
  it("reads YAML and JSON alike", () => {
    const fromYaml = parseDefinitionText(example);
    expect(fromYaml).toMatchObject({
      ok: true,
      value: { nodes: [{ id: "start" }, { config: { agentId: "writer" } }] },
    });
    if (!fromYaml.ok) return;
    expect(parseDefinitionText(JSON.stringify(fromYaml.value, null, "\t"))).toEqual(fromYaml);
    expect(parseDefinitionText(JSON.stringify(fromYaml.value))).toEqual(fromYaml);
  });

  it("keeps words as words: no dates, no merge keys, no yes and no", () => {
    const text = "a: 2026-11-20\nb: yes\nc: 0o17\nd: 1:30\n<<: { e: 1 }\n1: one\n";
    expect(parseDefinitionText(text)).toMatchObject({
      ok: true,
      value: { a: "2026-11-20", b: "yes", c: 15, d: "1:30", "<<": { e: 1 }, "1": "one" },
    });
  });

  it.each([
    ["a: 1\nb: [1, 2\nc: 3", 3],
    ["name: x\nnodes:\n  - id: a\n   id: b", 4],
    ["name: x\nname: y", 2],
    ['{"a": {"b": 1,\n"b": 2}}', 2],
    ["a: 1\n---\nb: 2", 2],
    ["a: !!js/function x", 1],
    ["a: 1\nb: !include /etc/passwd", 2],
    ["a: 1\nb: .nan", 2],
    ['a: 1\nb: "x\\0y"', 2],
    ["a: 1\nb: 2 # x\0y", 2],
    ["a: 1\n# x\ud800y\nb: 2", 2],
    ['{"a": 1} extra', 1],
    ["\ta: 1", 1],
  ])("tells the line of what is wrong in %j", (text, line) => {
    const [first] = problemsOf(text);
    expect(first).toMatchObject({ severity: "error", line });
    expect(first?.column).toBeGreaterThan(0);
  });

  it("says that there is nothing, or too much", () => {
    expect(problemsOf(" \n ")[0]?.message).toBe("The text is empty.");
    const [problem] = problemsOf("x".repeat(definitionCharacters + 1));
    expect(problem).toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
      message: "The text has 262,145 characters; the limit is 262,144.",
    });
  });

  const laugh = (levels: number) =>
    Array.from({ length: levels }, (_, level) =>
      level === 0 ? "l0: &l0 [x, x, x, x, x, x]" : `l${level}: &l${level} [${`*l${level - 1}, `.repeat(6)}]`,
    ).join("\n");

  it.each([
    ["a billion laughs", laugh(9)],
    ["an alias of itself", "a: &a\n  b: *a"],
    ["an alias of nothing", "a: *nothing"],
    ["aliases without number", `${"- &a x\n".repeat(10)}${"- *a\n".repeat(40_000)}`],
    [
      "anchors without number",
      Array.from({ length: 9_000 }, (_, index) => `- &a${index} x\n- *a${index}\n`).join(""),
    ],
    ["open brackets", "[".repeat(100_000)],
    ["lists in lists on one line", `${"- ".repeat(100_000)}x`],
    ["open objects", "{a: ".repeat(50_000)],
    ["objects as keys", "? ".repeat(100_000)],
    ["65 levels", `${"[".repeat(65)}${"]".repeat(65)}`],
  ])("refuses %s, and quickly", (_, text) => {
    const start = cpuTimeMs();
    expect(parseDefinitionText(text).ok).toBe(false);
    expect(cpuTimeMs() - start).toBeLessThan(3_000);
  });

  it("takes a fair number of aliases", () => {
    expect(parseDefinitionText("a: &a { x: 1 }\nb: *a\nc: [*a, *a]")).toMatchObject({
      ok: true,
      value: { a: { x: 1 }, b: { x: 1 }, c: [{ x: 1 }, { x: 1 }] },
    });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."ab:-[]{}&*!|>'\"#,?%@\n\t 1.\\~<"), maxLength: 60 }),
        (text) => {
          expect(parseDefinitionText(text)).toHaveProperty("ok");
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("locate", () => {
  it.each([
    [["name"], 1, 7],
    [["nodes", 0, "type"], 4, 24],
    [["nodes", 1], 5, 5],
    [["nodes", 1, "config"], 7, 5],
    [["nodes", 1, "config", "task"], 9, 13],
    [["edges", 0, "to"], 11, 32],
    [[], 1, 1],
  ])("finds %j at line %i, column %i", (path, line, column) => {
    expect(locate(example, path)).toEqual({ line, column });
  });

  it("shows what is missing at the object that misses it", () => {
    const placeOf = createLocator(definitionText(example));
    expect(placeOf(["nodes", 1, "config", "instructions"])).toEqual(placeOf(["nodes", 1, "config"]));
    expect(placeOf(["edges", 7, "from"])).toEqual(placeOf(["edges"]));
  });

  it("works for JSON too", () => {
    expect(locate('{\n  "a": [\n    1,\n    {"b": 2}\n  ]\n}', ["a", 1, "b"])).toEqual({
      line: 4,
      column: 11,
    });
  });
});

describe("formatDefinitionYaml", () => {
  it("writes short objects on one line and long texts as they read", () => {
    const parsed = parseDefinitionText(example);
    if (!parsed.ok) throw new Error("the example must parse");
    expect(formatDefinitionYaml(parsed.value)).toBe(`name: Research brief
variables:
  topic: { default: tides, required: true }
nodes:
  - { id: start, type: trigger, name: Start }
  - id: draft
    type: agent
    config: { agentId: writer, task: "Write about {{topic}}: {{ input }}" }
edges:
  - { id: e1, from: start, to: draft }
`);
    expect(formatDefinitionYaml({ task: "one\ntwo\n" })).toBe("task: |\n  one\n  two\n");
  });

  it("is read back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: "grapheme" }), (json) => {
        const value = JSON.parse(JSON.stringify(json)) as Json;
        const parsed = parseDefinitionText(formatDefinitionYaml(value));
        expect(parsed.ok && JSON.stringify(parsed.value)).toBe(JSON.stringify(value));
      }),
      { examples: [[JSON.parse('{"__proto__":{"a":1},"constructor":["toString"]}') as fc.JsonValue]] },
    );
  });
});
