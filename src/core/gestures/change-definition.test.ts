import { describe, expect, it } from "vitest";
import {
  addTrigger,
  addVariable,
  changeDefinition,
  removeTrigger,
  removeVariable,
  variableObstacle,
} from "./change-definition.ts";
import { makeGesture, type PlanGesture } from "./gesture.ts";
import { renameVariable } from "./rename-variable.ts";

const text = `name: Mail # of the day
# What people may set.
variables:
  tone: { default: warm } # or cold
settings: { timeoutSeconds: 60 }
nodes: []
triggers:
  - { id: weekly, kind: schedule, cron: "0 8 * * 1" } # Mondays
`;

function make(plan: PlanGesture, before = text) {
  const made = makeGesture(before, plan);
  if (!made.ok) throw new Error(made.message);
  return { text: made.text, name: made.gesture.name };
}

describe("the definition itself", () => {
  it("changes field by field, and its comments stay", () => {
    expect(make(changeDefinition(["name"], "Post"))).toEqual({
      name: "Change name",
      text: text.replace("name: Mail", "name: Post"),
    });
    expect(make(changeDefinition(["settings", "timeoutSeconds"], 90)).text).toBe(text.replace("60", "90"));
    expect(make(changeDefinition(["settings", "onFailure"], "undo")).text).toContain(
      "settings: { timeoutSeconds: 60, onFailure: undo }",
    );
    expect(make(changeDefinition(["description"], "All of it.")).text).toContain("description: All of it.");
  });

  it("has variables, which come and go by name", () => {
    const added = make(addVariable("limit"));
    expect(added).toMatchObject({ name: "Add variable limit" });
    expect(added.text).toContain('tone: { default: warm } # or cold\n  limit: { default: "" }');
    expect(make(removeVariable("limit"), added.text).text).toBe(text);
    expect(make(removeVariable("tone")).text).not.toContain("variables:");
    expect(variableObstacle({ variables: { tone: {} } }, "tone")).toContain("already");
    expect(variableObstacle({}, "not a name")).toMatch(/^A name /);
  });

  it("renames a variable where it stands, and in all that reads or sets it, bodies included", () => {
    const before = `name: Mail
variables:
  tone: { default: warm } # or cold
  toneOf: {}
nodes:
  - { id: start, type: trigger, name: Start }
  - id: write
    type: agent
    name: Write
    config: { model: sandbox/echo, task: "{{tone}} {{ variables.tone }} tone {{ nodes.tone }} {{ toneOf }}" }
  - id: each
    type: map
    name: Each
    config:
      items: variables["tone"]
      body:
        nodes:
          - { id: say, type: transform, name: Say, config: { value: variables.tone + variables.toneOf } }
triggers:
  - { id: weekly, kind: schedule, cron: "0 8 * * 1", variables: { tone: dry } }
`;
    const renamed = make(renameVariable("tone", "voice"), before);
    expect(renamed).toEqual({
      name: "Rename tone to voice",
      text: before
        .replace("  tone: {", "  voice: {")
        .replace("{{tone}} {{ variables.tone }}", "{{voice}} {{ variables.voice }}")
        .replace('variables["tone"]', 'variables["voice"]')
        .replace("variables.tone +", "variables.voice +")
        .replace("{ tone: dry }", "{ voice: dry }"),
    });
    expect(make(renameVariable("voice", "tone"), renamed.text).text).toBe(before);
    const json = '{ "name": "N", "variables": { "tone": {}, "b": {} }, "nodes": [] }';
    expect(make(renameVariable("tone", "voice"), json).text).toBe(json.replace("tone", "voice"));
    for (const taken of ["toneOf", "2nd"])
      expect(() => make(renameVariable("tone", taken), before)).toThrow();
    expect(() => make(renameVariable("gone", "other"), before)).toThrow('no variable "gone"');
  });

  it("has triggers, under ids that are free", () => {
    const hook = { kind: "webhook", scheme: "standard" } as const;
    const once = make(addTrigger(hook));
    expect(once.text).toContain("- { id: webhook, kind: webhook, scheme: standard }");
    expect(make(addTrigger(hook), once.text).text).toContain("id: webhook2");
    expect(make(changeDefinition(["triggers", 0, "cron"], "0 9 * * 1"))).toEqual({
      name: "Change cron of weekly",
      text: text.replace('"0 8 * * 1"', "0 9 * * 1"),
    });
    expect(make(removeTrigger(1), once.text).text).toBe(text);
    expect(make(removeTrigger(0))).toMatchObject({ name: "Remove trigger weekly" });
    expect(make(removeTrigger(0)).text).not.toContain("triggers:");
  });
});
