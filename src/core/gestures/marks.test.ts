import { describe, expect, it } from "vitest";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { copyNodes, withContents } from "./copy-nodes.ts";
import { deleteParts } from "./delete-parts.ts";
import { makeGesture, type PlanGesture } from "./gesture.ts";
import { addNote, changeMark, deleteMarks, groupNodes, moveNotes, readMarkId, ungroup } from "./marks.ts";
import { duplicateNodes, pasteNodes } from "./paste-nodes.ts";
import { renameNode } from "./rename-node.ts";

const text = `name: Drawn
nodes:
  - { id: start, type: trigger, name: Start }
  - { id: a, type: action, name: A, config: { action: noop } }
  - { id: b, type: action, name: B, config: { action: noop } }
edges:
  - { id: e1, from: start, to: a }
  - { id: e2, from: a, to: b }
notes: # for whoever comes next
  - { id: note, text: Mind the gap, position: { x: 8, y: 16 } } # said twice
groups:
  - { id: both, name: Both, nodes: [a, b] } # work
`;

function make(plan: PlanGesture, before = text) {
  const made = makeGesture(before, plan);
  if (!made.ok) throw new Error(made.message);
  expect(validateDefinition(made.value)).toMatchObject({ ok: true });
  return { text: made.text, name: made.gesture.name, chosen: made.gesture.chosen };
}

describe("notes", () => {
  it("are added, changed, moved and deleted, each one edit that leaves the rest as it is", () => {
    const added = make(addNote({ x: 1.4, y: 2 }));
    expect(added).toMatchObject({ name: "Add a note", chosen: ["note:note2"] });
    expect(added.text).toContain('  - id: note2\n    text: ""\n    position: { x: 1, y: 2 }');
    expect(make(deleteMarks(["note:note2"]), added.text).text).toBe(text);
    expect(make(changeMark("note:note", ["text"], "Wait")).text).toBe(text.replace("Mind the gap", "Wait"));
    expect(make(changeMark("note:note", ["colour"], "blue")).text).toContain(
      "position: { x: 8, y: 16 }, colour: blue } # said twice",
    );
    expect(make(moveNotes(new Map([["note:note", { x: 80, y: 16 }]]))).text).toBe(
      text.replace("x: 8", "x: 80"),
    );
    expect(make(deleteMarks(["note:note"])).text).not.toContain("notes:");
  });
});

describe("groups", () => {
  it("are made of nodes, which leave the group that they were in", () => {
    const made = make(groupNodes(["b", "start"]));
    expect(made).toMatchObject({ name: "Group 2 nodes", chosen: ["group:group"] });
    expect(made.text).toContain("- { id: both, name: Both, nodes: [a] } # work");
    expect(made.text).toContain("  - id: group\n    name: Group\n    nodes:\n      - start\n      - b");
    const whole = make(groupNodes(["a", "b"])).text;
    expect(whole).toContain("  - id: group\n    name: Group\n    nodes:\n      - a\n      - b");
    expect(whole).not.toContain("both");
  });

  it("are taken away and leave their nodes, and go with the last of them", () => {
    expect(make(ungroup(["a"]))).toMatchObject({ name: "Ungroup", chosen: ["a", "b"] });
    expect(make(ungroup(["group:both"])).text).not.toContain("groups:");
    const less = make(deleteParts({ nodeIds: ["a"], isHealed: true }));
    expect(less.text).toContain("nodes: [b] } # work");
    expect(make(deleteParts({ nodeIds: ["b"], isHealed: true }), less.text).text).not.toContain("groups:");
    expect(make(deleteParts({ nodeIds: ["a", "group:both", "note:note"], isHealed: true })).text).not.toMatch(
      /groups:|notes:/,
    );
  });

  it("go with their nodes also where a note that is deleted along has the same id", () => {
    const same = text.replace("id: both", "id: note");
    const gone = make(deleteParts({ nodeIds: ["a", "b", "note:note"], isHealed: true }), same);
    expect(gone.text).not.toMatch(/notes:|groups:/);
  });

  it("follow the ids of their nodes", () => {
    expect(make(renameNode("a", "first")).text).toContain("nodes: [first, b] } # work");
    expect(make(changeMark("group:both", ["name"], "Work")).text).toContain("name: Work");
  });
});

describe("copies", () => {
  const parsed = parseDefinitionText(text);
  const value = parsed.ok ? parsed.value : null;

  it("of a group come with its nodes, and around them", () => {
    const copied = copyNodes(value, ["group:both"]) ?? "";
    expect(copied).toBe(copyNodes(value, ["a", "b"]));
    const pasted = make(pasteNodes(copied));
    expect(pasted).toMatchObject({ name: "Paste 2 nodes", chosen: ["a2", "b2"] });
    expect(pasted.text).toContain("  - { id: both, name: Both, nodes: [a, b] } # work\n  - id: both2\n");
    expect(pasted.text).toContain("    name: Both\n    nodes:\n      - a2\n      - b2\n");
    expect(make(duplicateNodes(["group:both"])).text).toBe(pasted.text);
    expect(copyNodes(value, ["a"])).not.toContain("groups");
    expect(withContents(value, ["group:both", "note:note"])).toEqual(["group:both", "note:note", "a", "b"]);
  });

  it("of notes stand beside them, and come into no body", () => {
    const copied = copyNodes(value, ["note:note"]) ?? "";
    const pasted = make(pasteNodes(copied));
    expect(pasted).toMatchObject({ name: "Paste a note", chosen: ["note:note2"] });
    expect(pasted.text).toContain("    position: { x: 48, y: 56 }\n");
    const body = makeGesture("nodes: []\n", pasteNodes(copied, true));
    expect(body).toMatchObject({ ok: false, message: expect.stringContaining("a body has none") });
    const both = makeGesture(
      "nodes: []\n",
      pasteNodes(copyNodes(value, ["group:both", "note:note"]) ?? "", true),
    );
    expect(both.ok && both.text).not.toMatch(/groups|notes/);
  });
});

describe("what is chosen", () => {
  it("is a node, a note or a group", () => {
    expect(["a", "note:a", "group:a", "other:a"].map(readMarkId)).toEqual([
      null,
      { kind: "note", id: "a" },
      { kind: "group", id: "a" },
      null,
    ]);
  });
});

describe("the check of notes and groups", () => {
  it.each([
    ["nodes: [a, b]", "nodes: [a, gone]", "UNKNOWN_REFERENCE", ["groups", 0, "nodes", 1]],
    ["nodes: [a, b] }", "nodes: [a, a] }", "NODE_IN_TWO_GROUPS", ["groups", 0, "nodes", 1]],
    [
      "groups:",
      "  - { id: note, text: x, position: { x: 0, y: 0 } }\ngroups:",
      "DUPLICATE_MARK_ID",
      ["notes", 1, "id"],
    ],
    ["text: Mind the gap, ", "", "BAD_VALUE", ["notes", 0, "text"]],
  ])("says what is wrong with %s as %s", (before, after, code, path) => {
    const parsed = makeGesture(text.replace(before, after), () => ({ name: "", edits: [] }));
    const checked = parsed.ok ? validateDefinition(parsed.value) : null;
    expect(checked?.ok === false && checked.problems).toMatchObject([{ code, path }]);
  });
});
