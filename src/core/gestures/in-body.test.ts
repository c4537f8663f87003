import { describe, expect, it } from "vitest";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { Json } from "#core/json/json.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { addNode } from "./add-node.ts";
import { changeField } from "./change-field.ts";
import { connectNodes } from "./connect-nodes.ts";
import { copyNodes } from "./copy-nodes.ts";
import { deleteParts } from "./delete-parts.ts";
import { makeGesture, type PlanGesture } from "./gesture.ts";
import { asSeenInside, graphWithin, inBody } from "./in-body.ts";
import { moveNodes } from "./move-nodes.ts";
import { pasteNodes } from "./paste-nodes.ts";
import { innerPlace, problemsWithin } from "./problems-within.ts";
import { renameNode } from "./rename-node.ts";

const text = `name: Reviews
variables: { tone: { default: warm } }
nodes:
  - { id: start, type: trigger, name: Start }
  - id: each
    type: map
    name: Each
    config:
      items: input.reviews # all of them
      body:
        nodes:
          # Reads one.
          - { id: start, type: transform, name: Read, config: { value: input.text } }
          - { id: say, type: agent, name: Say, config: { model: sandbox/brief, task: "{{ nodes.start.output }}" } } # well
          - { id: again, type: loop, name: Again, config: { until: "true", maxPasses: 2, body: { nodes: [{ id: deep, type: transform, name: Deep, config: { value: input } }] } } }
        edges:
          - { id: e1, from: start, to: say } # first
          - { id: e2, from: say, to: again }
edges:
  - { id: e1, from: start, to: each }
`;

function read(from = text): Json {
  const parsed = parseDefinitionText(from);
  if (!parsed.ok) throw new Error("It cannot be read");
  return parsed.value;
}

function linesOf(plan: PlanGesture, within: readonly string[] = ["each"]): readonly string[] {
  const made = makeGesture(text, inBody(within, plan));
  if (!made.ok) return [made.message];
  const [old, now] = [text.split("\n"), made.text.split("\n")];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`),
  ];
}

const log = { type: "action", name: "Note", config: { action: "noop" } };

describe("a gesture in a body", () => {
  it("changes the body alone, where an id of its own is that of a node around it", () => {
    expect(linesOf(renameNode("start", "read"))).toEqual([
      "- - { id: start, type: transform, name: Read, config: { value: input.text } }",
      '- - { id: say, type: agent, name: Say, config: { model: sandbox/brief, task: "{{ nodes.start.output }}" } } # well',
      "- - { id: e1, from: start, to: say } # first",
      "+ - { id: read, type: transform, name: Read, config: { value: input.text } }",
      '+ - { id: say, type: agent, name: Say, config: { model: sandbox/brief, task: "{{ nodes.read.output }}" } } # well',
      "+ - { id: e1, from: read, to: say } # first",
    ]);
    expect(linesOf(renameNode("start", "begin"), [])).toEqual([
      "- - { id: start, type: trigger, name: Start }",
      "- - { id: e1, from: start, to: each }",
      "+ - { id: begin, type: trigger, name: Start }",
      "+ - { id: e1, from: begin, to: each }",
    ]);
  });

  it("adds, connects, moves, changes and deletes there, and comments stay", () => {
    expect(linesOf(addNode(log, { kind: "onEdge", edgeId: "e1" }))).toEqual([
      "- - { id: e1, from: start, to: say } # first",
      "+ - id: action",
      "+ type: action",
      "+ name: Note",
      "+ config: { action: noop }",
      "+ - { id: e1, from: start, to: action } # first",
      "+ - { id: e3, from: action, to: say }",
    ]);
    expect(linesOf(connectNodes("start", "again"))).toEqual(["+ - { id: e3, from: start, to: again }"]);
    expect(linesOf(moveNodes(new Map([["start", { x: 8.2, y: 16 }]]), ["start"]))).toEqual([
      "- - { id: start, type: transform, name: Read, config: { value: input.text } }",
      "+ - { id: start, type: transform, name: Read, config: { value: input.text }, position: { x: 8, y: 16 } }",
    ]);
    expect(linesOf(changeField("say", ["name"], "Tell"))[1]).toContain("name: Tell");
    expect(linesOf(deleteParts({ nodeIds: ["say"], isHealed: true }))).toEqual([
      '- - { id: say, type: agent, name: Say, config: { model: sandbox/brief, task: "{{ nodes.start.output }}" } } # well',
      "- - { id: e1, from: start, to: say } # first",
      "- - { id: e2, from: say, to: again }",
      "+ - { id: e1, from: start, to: again } # first",
    ]);
  });

  it("reaches a body in a body", () => {
    expect(linesOf(changeField("deep", ["config", "value"], "input.text"), ["each", "again"])[1]).toContain(
      "config: { value: input.text }",
    );
    expect(linesOf(renameNode("deep", "x"), ["each", "gone"])).toEqual([
      "This body is no longer in the text.",
    ]);
  });

  it("copies out of one and pastes into another, but no trigger", () => {
    const copied = copyNodes(graphWithin(read(), ["each"]).value, ["start", "say"]) ?? "";
    expect(linesOf(pasteNodes(copied, true), ["each", "again"]).join("\n")).toContain("id: start");
    const trigger = copyNodes(read(), ["start"]) ?? "";
    expect(linesOf(pasteNodes(trigger, true))).toEqual(["A body begins with its input: it has no trigger."]);
  });
});

describe("the graph in a body", () => {
  it("is the nearest one that is there", () => {
    expect(graphWithin(read(), ["each", "again"]).owners.map(({ id }) => id)).toEqual(["each", "again"]);
    expect(graphWithin(read(), ["each", "say"]).owners.map(({ id }) => id)).toEqual(["each"]);
    expect(graphWithin(null, ["each"]).owners).toEqual([]);
  });

  it("begins with its input and has the variables around it, as expressions see it", () => {
    const seen = asSeenInside(read(), graphWithin(read(), ["each"]));
    expect(seen).toMatchObject({
      variables: { tone: { default: "warm" } },
      nodes: [{ id: "start_", type: "trigger" }, { id: "start" }, { id: "say" }, { id: "again" }],
      edges: [{ from: "start_", to: "start" }, { id: "e1" }, { id: "e2" }],
    });
  });
});

describe("problems of a body", () => {
  const broken = read(text.replace("config: { value: input }", "config: { value: nodes.gone.output }"));
  const checked = validateDefinition(broken);
  const problems = checked.ok ? [] : checked.problems;

  it("lead to the innermost node", () => {
    expect(problems.map((problem) => innerPlace(broken, problem))).toEqual([
      { within: ["each", "again"], nodeId: "deep", path: ["config", "value"] },
    ]);
  });

  it("are told in a body of its own nodes, and of what lies deeper at the node around it", () => {
    expect(problemsWithin(broken, [], problems)).toBe(problems);
    expect(problemsWithin(broken, ["each"], problems)).toMatchObject([
      { nodeId: "again", path: ["config", "body"] },
    ]);
    const [inner] = problemsWithin(broken, ["each", "again"], problems);
    expect(inner).toMatchObject({ nodeId: "deep", path: ["config", "value"] });
    expect(inner?.message).toMatch(/^Node "deep"/);
    expect(problemsWithin(broken, ["start"], problems)).toEqual([]);
  });

  it("say what is missing in the words of the body", () => {
    const lacking = read(text.replace("model: sandbox/brief, ", "").replace("value: input.text", ""));
    const found = validateDefinition(lacking);
    const inside = problemsWithin(lacking, ["each"], found.ok ? [] : found.problems);
    expect(inside.map(({ nodeId, message }) => [nodeId, message.slice(0, 30)])).toEqual(
      expect.arrayContaining([["start", 'Node "start": config.value mus']]),
    );
  });
});
