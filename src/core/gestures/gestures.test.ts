import { describe, expect, it } from "vitest";
import { definitionText } from "#core/definition-text/definition-document.ts";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { Json } from "#core/json/json.ts";
import { addNode } from "./add-node.ts";
import { changeField } from "./change-field.ts";
import { connectNodes, disconnectNodes, labelEdge } from "./connect-nodes.ts";
import { copyNodes } from "./copy-nodes.ts";
import { deleteParts } from "./delete-parts.ts";
import { makeGesture, type PlanGesture } from "./gesture.ts";
import { layOutByItself, moveNodes } from "./move-nodes.ts";
import { duplicateNodes, pasteNodes } from "./paste-nodes.ts";
import { renameNode } from "./rename-node.ts";
import { sketchOf } from "./sketch.ts";

const text = `name: Triage # of mail
nodes:
  - { id: start, type: trigger, name: Mail }
  # Sorts.
  - { id: sort, type: condition, name: Urgent?, config: { condition: input.urgent } }
  - id: answer
    type: agent
    name: Answer
    config:
      model: sandbox/brief
      task: |
        Answer this. # not a comment
        {{ nodes.start.output.text }} \\{{ nodes.start }}
  - id: save
    type: action
    name: Save
    input: nodes.answer.output # what was said
    config: { action: log, message: '{{ nodes["answer"].output }}' }

edges:
  - { id: e1, from: start, to: sort }
  - { id: e2, from: sort, to: answer, condition: "true" } # urgent
  - { id: e3, from: answer, to: save }
`;

function make(plan: PlanGesture, before = text) {
  const made = makeGesture(before, plan);
  if (!made.ok) throw new Error(made.message);
  return { ...made, lines: difference(before, made.text) };
}

function refusal(plan: PlanGesture): string {
  const made = makeGesture(text, plan);
  return made.ok ? "it was made" : made.message;
}

function difference(before: string, after: string): readonly string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`);
  return [...gone, ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`)];
}

const log = { type: "action", name: "Note", config: { action: "log", message: "{{ input }}" } };

describe("adding a node", () => {
  it("puts it on an edge, whose end it takes over", () => {
    const { lines, gesture } = make(addNode(log, { kind: "onEdge", edgeId: "e2" }));
    expect(gesture).toMatchObject({ name: "Add Note", chosen: ["action"] });
    expect(lines).toEqual([
      '- - { id: e2, from: sort, to: answer, condition: "true" } # urgent',
      "+ - id: action",
      "+ name: Note",
      '+ config: { action: log, message: "{{ input }}" }',
      '+ - { id: e2, from: sort, to: action, condition: "true" } # urgent',
      "+ - { id: e4, from: action, to: answer }",
    ]);
  });

  it("takes the way of a condition that is free", () => {
    const { lines } = make(addNode(log, { kind: "after", nodeId: "sort" }));
    expect(lines.at(-1)).toBe('+ - { id: e4, from: sort, to: action, condition: "false" }');
  });

  it("goes on along the first way of a condition that is put on an edge", () => {
    const condition = { type: "condition", name: "If", config: { condition: "true" } };
    const { lines } = make(addNode(condition, { kind: "onEdge", edgeId: "e3" }));
    expect(lines.at(-1)).toBe('+ - { id: e4, from: condition, to: save, condition: "true" }');
  });

  it("begins a pipeline that has nothing yet", () => {
    const trigger = { type: "trigger", name: "Start", config: {} };
    const { text: made } = make(addNode(trigger, { kind: "apart" }), "name: Empty\nnodes: [] # none yet\n");
    expect(made).toBe("name: Empty\nnodes: # none yet\n  - { id: trigger, type: trigger, name: Start }\n");
  });

  it("refuses a trigger behind another node", () => {
    const trigger = { type: "trigger", name: "Start", config: {} };
    expect(refusal(addNode(trigger, { kind: "onEdge", edgeId: "e1" }))).toContain("where a run begins");
  });
});

describe("connecting", () => {
  it("adds one line", () => {
    const { lines, gesture } = make(connectNodes("sort", "save"));
    expect(gesture.name).toBe("Connect Urgent? to Save");
    expect(lines).toEqual(['+ - { id: e4, from: sort, to: save, condition: "false" }']);
  });

  it.each([
    ["save", "start", "nothing can lead to it"],
    ["save", "answer", "a run cannot go back"],
    ["answer", "answer", "lead to itself"],
    ["answer", "save", 'already leads to "Save"'],
    ["answer", "nobody", 'There is no node "nobody"'],
  ])("from %s to %s is refused: %s", (from, to, words) =>
    expect(refusal(connectNodes(from, to))).toContain(words),
  );

  it("takes one out again, and gives one another way", () => {
    expect(make(disconnectNodes(["e3"])).lines).toEqual(["- - { id: e3, from: answer, to: save }"]);
    expect(make(labelEdge("e2", "false")).lines.at(-1)).toBe(
      '+ - { id: e2, from: sort, to: answer, condition: "false" } # urgent',
    );
  });
});

describe("deleting", () => {
  it("joins what came before with what came after, along the same way", () => {
    const { text: made, gesture } = make(deleteParts({ nodeIds: ["answer"], isHealed: true }));
    expect(gesture).toMatchObject({ name: "Delete Answer", chosen: [] });
    expect(made).toContain('  - { id: e2, from: sort, to: save, condition: "true" } # urgent\n');
    expect(made).not.toContain("e3");
    expect(made).toContain("# Sorts.");
  });

  it("heals through several that go", () => {
    const { value } = make(deleteParts({ nodeIds: ["sort", "answer"], isHealed: true }));
    expect(sketchOf(value).edges).toMatchObject([{ id: "e1", from: "start", to: "save" }]);
  });

  it("leaves a gap where that is wanted", () => {
    const { value } = make(deleteParts({ nodeIds: ["answer"], edgeIds: ["e1"], isHealed: false }));
    expect(sketchOf(value).edges).toEqual([]);
  });

  it("knows edges that are written as next", () => {
    const next =
      "name: N\nnodes:\n  - { id: a, type: trigger, name: A, next: [b] }\n  - { id: b, type: parallel, name: B, next: [c] }\n  - { id: c, type: parallel, name: C }\n";
    expect(make(deleteParts({ nodeIds: ["b"], isHealed: true }), next).lines).toEqual([
      "- - { id: a, type: trigger, name: A, next: [b] }",
      "- - { id: b, type: parallel, name: B, next: [c] }",
      "+ - { id: a, type: trigger, name: A, next: [c] }",
    ]);
  });
});

describe("renaming", () => {
  it("changes the id, the edges, and each expression that names it; nothing else", () => {
    expect(make(renameNode("answer", "reply")).lines).toEqual([
      "- - id: answer",
      "- input: nodes.answer.output # what was said",
      "- config: { action: log, message: '{{ nodes[\"answer\"].output }}' }",
      '- - { id: e2, from: sort, to: answer, condition: "true" } # urgent',
      "- - { id: e3, from: answer, to: save }",
      "+ - id: reply",
      "+ input: nodes.reply.output # what was said",
      "+ config: { action: log, message: '{{ nodes[\"reply\"].output }}' }",
      '+ - { id: e2, from: sort, to: reply, condition: "true" } # urgent',
      "+ - { id: e3, from: reply, to: save }",
    ]);
  });

  it("also in conditions on data, and in what is undone", () => {
    const waits = `name: Waits
nodes:
  - { id: a, type: trigger, name: A }
  - { id: paid, type: wait, name: Paid, config: { for: event, name: x.paid, match: data.id == nodes.a.output.id } }
  - id: book
    type: action
    name: Book
    config: { action: log, message: go, undo: { action: log, message: "back {{ nodes.a.output }}" } }
edges: []
`;
    const made = makeGesture(waits, renameNode("a", "mail"));
    expect(made.ok && made.text).toBe(
      waits.replace("id: a,", "id: mail,").replaceAll("nodes.a.", "nodes.mail."),
    );
  });

  it("leaves what is text in a template", () => {
    const { text: made } = make(renameNode("start", "mail"));
    expect(made).toContain("        {{ nodes.mail.output.text }} \\{{ nodes.start }}\n");
  });

  it.each([
    ["save", "Another node already has the id"],
    ["2nd", "must start with a letter"],
    ["constructor", "reserved word"],
  ])("to %s is refused", (to, words) => expect(refusal(renameNode("answer", to))).toContain(words));
});

describe("changing a field", () => {
  it("writes only what differs", () => {
    const path = ["config"];
    const { lines, gesture } = make(changeField("save", path, { action: "log", message: "Done" }));
    expect(gesture.name).toBe("Change config of Save");
    expect(lines).toEqual([
      "- config: { action: log, message: '{{ nodes[\"answer\"].output }}' }",
      "+ config: { action: log, message: Done }",
    ]);
    expect(make(changeField("answer", ["config", "maxTokens"], 900)).lines).toEqual(["+ maxTokens: 900"]);
    expect(make(changeField("save", ["input"], undefined)).lines).toHaveLength(1);
  });
});

describe("places", () => {
  it("are written for each node, and taken out again by the layout", () => {
    const places = new Map(
      ["start", "sort", "answer", "save"].map((id, index) => [id, { x: index * 10.4, y: 0 }]),
    );
    const { text: placed, gesture } = make(moveNodes(places, ["sort"]));
    expect(gesture.name).toBe("Move Urgent?");
    expect(placed).toContain("name: Mail, position: { x: 0, y: 0 } }");
    expect(placed).toContain("\n    position: { x: 21, y: 0 }\n");
    expect(make(layOutByItself(), placed).text).toBe(text);
    expect(refusal(layOutByItself())).toContain("already laid out automatically");
  });
});

describe("copies", () => {
  it("come with their edges and what they say of each other, under free ids", () => {
    const copied = copyNodes(read(text), ["answer", "save"]) ?? "";
    expect(copied).toContain("- { id: e3, from: answer, to: save }");
    const { value, gesture } = make(pasteNodes(copied));
    expect(gesture).toMatchObject({ name: "Paste 2 nodes", chosen: ["answer2", "save2"] });
    const save = sketchOf(value).nodes.find(({ id }) => id === "save2");
    expect(save?.raw).toMatchObject({
      input: "nodes.answer2.output",
      config: { message: '{{ nodes["answer2"].output }}' },
    });
    expect(sketchOf(value).edges.at(-1)).toMatchObject({ from: "answer2", to: "save2" });
  });

  it("are taken from JSON, from a list and from one node", () => {
    for (const copied of [
      '{"nodes":[{"id":"x","type":"log"}]}',
      "- { id: x, type: log }",
      "id: x\ntype: log",
    ]) {
      expect(make(pasteNodes(copied)).gesture.chosen).toEqual(["x"]);
    }
  });

  it("leave a second trigger out", () => {
    expect(make(pasteNodes(text)).gesture.chosen).toEqual(["sort2", "answer2", "save2"]);
    expect(refusal(duplicateNodes(["start"]))).toContain("one trigger");
    expect(refusal(pasteNodes("just words"))).toContain("contains no nodes");
  });
});

function read(written: string): Json {
  const parsed = parseDefinitionText(definitionText(written));
  return parsed.ok ? parsed.value : null;
}
