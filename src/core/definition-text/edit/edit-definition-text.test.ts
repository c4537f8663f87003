import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonObject } from "../../json/is-json-object.ts";
import type { Json } from "../../json/json.ts";
import { sameJson } from "../../json/same-json.ts";
import { formatDefinitionYaml } from "../format-definition-yaml.ts";
import { parseDefinitionText } from "../parse-definition-text.ts";
import { editDefinitionText } from "./edit-definition-text.ts";
import { applyEdits, type TextEdit } from "./text-edit.ts";

const example = `# A digest of the day.
name: Digest # shown in lists
nodes:
  # Where it begins.
  - { id: start, type: trigger, name: Start } # the day

  - id: digest
    type: agent # asks
    name: Digest
    config:
      # Cheap enough.
      model: sandbox/brief
      task: | # what to do
        Write the digest.

        {{ input }}

  # Kept for a year.
  - id: save
    type: action
    name: "Save"   # by hand
    config: { action: log, message: "{{ input }}" }

edges: # one way
  - { id: e1, from: start, to: digest } # first
  - { id: e2, from: digest, to: save }
`;

function edit(text: string, ...edits: readonly TextEdit[]): string {
  const edited = editDefinitionText(text, () => edits);
  if (!edited.ok) throw new Error(edited.message);
  return edited.text;
}

/** The lines that differ: `-` for what went, `+` for what came. */
function difference(before: string, after: string): readonly string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`);
  return [...gone, ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`)];
}

describe("an edit of a definition's text", () => {
  it.each([
    ["", ""],
    ["  \n\n", "  \n\n"],
    ["# Of the day", "# Of the day\n"],
  ])("begins a text of which nothing is written yet: %j", (before, kept) => {
    const node = { id: "start", type: "trigger", name: "Start" };
    const text = edit(before, { kind: "insert", path: ["nodes"], index: 0, value: node });
    expect(text).toBe(`${kept}nodes:\n  - { id: start, type: trigger, name: Start }\n`);
  });

  it("changes one value and nothing else", () => {
    const text = edit(example, { kind: "set", path: ["nodes", 2, "name"], value: "Keep" });
    expect(text).toBe(example.replace('"Save"', "Keep"));
  });

  it("keeps the comments of a text over lines that is written again", () => {
    const text = edit(example, { kind: "set", path: ["nodes", 1, "config", "task"], value: "One\nTwo\n" });
    expect(difference(example, text)).toEqual(["- Write the digest.", "- {{ input }}", "+ One", "+ Two"]);
    expect(text).toContain("task: | # what to do\n        One\n        Two\n\n  # Kept for a year.");
  });

  it("makes one line of several, and several of one", () => {
    const short = edit(example, { kind: "set", path: ["nodes", 1, "config", "task"], value: "Go on." });
    expect(short).toContain("task: Go on. # what to do\n\n  # Kept");
    const long = edit(example, { kind: "set", path: ["nodes", 2, "name"], value: "One\nTwo" });
    expect(long).toContain("name: |- # by hand\n      One\n      Two\n    config:");
  });

  it("adds a field behind the last one, in the style of its object", () => {
    const position = { x: 1, y: 2 };
    const text = edit(
      example,
      { kind: "set", path: ["nodes", 0, "position"], value: position },
      { kind: "set", path: ["nodes", 1, "config", "maxTokens"], value: 9 },
      { kind: "set", path: ["nodes", 1, "position"], value: position },
    );
    expect(difference(example, text)).toEqual([
      "- - { id: start, type: trigger, name: Start } # the day",
      "+ - { id: start, type: trigger, name: Start, position: { x: 1, y: 2 } } # the day",
      "+ maxTokens: 9",
      "+ position: { x: 1, y: 2 }",
    ]);
    expect(text).toContain("{{ input }}\n      maxTokens: 9\n    position: { x: 1, y: 2 }\n\n  # Kept");
  });

  it("adds items between others, with their blank lines, below the comments of those before", () => {
    const node = { id: "wait", type: "delay", name: "Wait", config: { seconds: 1 } };
    const text = edit(
      example,
      { kind: "insert", path: ["nodes"], index: 2, value: node },
      { kind: "insert", path: ["edges"], index: 2, value: { id: "e3", from: "save", to: "wait" } },
    );
    expect(text).toContain("{{ input }}\n\n  - id: wait\n    type: delay\n");
    expect(text).toContain("config: { seconds: 1 }\n\n  # Kept for a year.\n  - id: save");
    expect(text.endsWith("to: save }\n  - { id: e3, from: save, to: wait }\n")).toBe(true);
  });

  it("takes a node out with its lines; comments on lines of their own stay", () => {
    const text = edit(example, { kind: "remove", path: ["nodes", 1] });
    expect(text).toContain("# the day\n\n  # Kept for a year.\n  - id: save");
    expect(text).toContain("# Where it begins.");
  });

  it("empties a list, and fills it again", () => {
    const empty = edit(
      example,
      { kind: "remove", path: ["edges", 0] },
      { kind: "remove", path: ["edges", 1] },
    );
    expect(empty).toContain("edges: [] # one way\n");
    const full = edit(empty, {
      kind: "insert",
      path: ["edges"],
      index: 0,
      value: { id: "e1", from: "a", to: "b" },
    });
    expect(full).toContain("edges: # one way\n  - { id: e1, from: a, to: b }\n");
  });

  it("makes a list that is missing", () => {
    const text = edit("name: A\nnodes:\n  - { id: a, type: trigger, name: A }", {
      kind: "insert",
      path: ["edges"],
      index: 0,
      value: { id: "e1", from: "a", to: "b" },
    });
    expect(text).toBe(
      "name: A\nnodes:\n  - { id: a, type: trigger, name: A }\nedges:\n  - { id: e1, from: a, to: b }",
    );
  });

  it("writes JSON where the text is JSON", () => {
    const json = JSON.stringify({ name: "A", nodes: [{ id: "a" }, { id: "b" }], edges: [] }, null, 2);
    const text = edit(
      json,
      { kind: "remove", path: ["nodes", 1] },
      { kind: "set", path: ["nodes", 0, "name"], value: "One\nTwo" },
      { kind: "insert", path: ["edges"], index: 0, value: { id: "e" } },
    );
    expect(JSON.parse(text)).toEqual({
      name: "A",
      nodes: [{ id: "a", name: "One\nTwo" }],
      edges: [{ id: "e" }],
    });
    expect(text).toContain('{\n      "id": "a",\n      "name": "One\\nTwo"\n    }\n  ]');
  });

  it("refuses a text that cannot be read, and says where", () => {
    const edited = editDefinitionText("name: A\nnodes: [", () => []);
    expect(edited).toEqual({
      ok: false,
      message: "The text cannot be read (line 2): fix it there first, or undo.",
    });
  });

  it("refuses to write into an alias, which stands for another part", () => {
    const text = "a: &one { b: 1 }\nc: *one\n";
    const edited = editDefinitionText(text, () => [{ kind: "set", path: ["c", "b"], value: 2 }]);
    expect(edited).toEqual({ ok: false, message: expect.stringContaining("alias") });
  });
});

const word = fc.constantFrom(
  "a",
  "tide",
  "{{ input }}",
  "x: y",
  "# no",
  "- 1",
  "true",
  "12",
  "",
  "ä\"'",
  "one\ntwo\n",
  "\n\n",
  " s ",
  "*a",
);
const scalar = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null));
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("id", "type", "name", "config", "a-b", "x y"), tie("json"), { maxKeys: 4 }),
  ),
}));
const definition = fc.record({
  name: word,
  nodes: fc.array(fc.record({ id: word, config: json }), { maxLength: 4 }),
  edges: fc.array(json, { maxLength: 3 }),
});

/** Every place of a value at which something can be changed. */
function placesIn(
  value: Json,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [
    ...(path.length === 0 ? [] : [path]),
    ...entries.flatMap(([step, part]) => placesIn(part, [...path, step])),
  ];
}

/** Each line that may end in a comment gets one, with a number. */
function commented(text: string): string {
  const lines = text.split("\n");
  let block: number | null = null;
  return lines
    .flatMap((line, index) => {
      const indent = line.length - line.trimStart().length;
      if (block !== null && (line.trim() === "" || indent > block)) return [line];
      block = /[|>][-+]?\d?$/.test(line) ? indent : null;
      if (line.trim() === "" || /["']/.test(line)) return [line];
      const own = index % 3 === 0 && block === null ? [`${" ".repeat(indent)}# own ${index}`] : [];
      return [...own, `${line} # end ${index}`];
    })
    .join("\n");
}

const styles: Readonly<Record<string, (value: Json) => string>> = {
  yaml: formatDefinitionYaml,
  commented: (value) => commented(formatDefinitionYaml(value)),
  json: (value) => JSON.stringify(value),
  "long json": (value) => JSON.stringify(value, null, 2),
};

/** Makes an edit and looks at all that is promised of it; false where it was refused. */
function holdsFor(text: string, value: Json, edit: TextEdit): boolean {
  const edited = editDefinitionText(text, () => [edit]);
  if (!edited.ok) return false;
  const after = parseDefinitionText(edited.text);
  expect(after.ok && sameJson(after.value, applyEdits(value, [edit]))).toBe(true);
  const old = edit.kind === "insert" ? null : valueAt(value, edit.path);
  if (typeof old !== "object" || old === null) {
    const lost = commentsIn(text).filter((comment) => !edited.text.includes(comment));
    // A value that is taken out takes the comment on its line with it.
    expect(lost.length).toBeLessThanOrEqual(edit.kind === "remove" ? 1 : 0);
  }
  return true;
}

const kinds = fc.constantFrom("set", "remove", "insert", "add");

describe.each(Object.entries(styles))("any edit of any definition written as %s", (_, write) => {
  it("says what it should, or is refused, and keeps comments that are not in what it takes out", () => {
    let made = 0;
    fc.assert(
      fc.property(definition, json, fc.nat(), kinds, (value, next, pick, kind) => {
        const text = write(value);
        const before = parseDefinitionText(text);
        // A comment may have come into a value.
        if (!before.ok || !sameJson(before.value, value)) return;
        const places = placesIn(value);
        const path = places[pick % places.length] ?? ["name"];
        if (holdsFor(text, value, editOf(kind, value, path, next))) made += 1;
      }),
      { numRuns: 150 },
    );
    expect(made).toBeGreaterThan(110);
  });
});

function editOf(kind: string, value: Json, path: readonly (string | number)[], next: Json): TextEdit {
  const here = valueAt(value, path);
  if (kind === "insert" && Array.isArray(here)) return { kind, path, index: here.length >> 1, value: next };
  if (kind === "add" && isJsonObject(here)) return { kind: "set", path: [...path, "added"], value: next };
  return kind === "remove" ? { kind, path } : { kind: "set", path, value: next };
}

function valueAt(value: Json, path: readonly (string | number)[]): Json {
  return path.reduce<Json>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)] ?? null;
    return isJsonObject(at) ? (at[String(step)] ?? null) : null;
  }, value);
}

function commentsIn(text: string): readonly string[] {
  return [...text.matchAll(/# (?:own|end) \d+$/gm)].map(([comment]) => comment);
}
