import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { upToNode } from "./up-to-node.ts";
import { validateDefinition } from "./validate.ts";

const node = (id: string, type: string, more: object = {}) => ({ id, type, name: id, ...more });
const ask = { config: { model: "sandbox/echo", task: "{{ input }}" } };

/** start > choose > (true) left > end, (false) right > end; `broken` is half written, after `left`. */
const written: Json = {
  name: "Cut",
  triggers: [{ id: "daily", kind: "schedule", cron: "0 8 * * *" }],
  nodes: [
    node("start", "trigger"),
    node("choose", "condition", { config: { condition: "input.a" } }),
    node("left", "agent", ask),
    node("right", "agent", ask),
    node("end", "parallel"),
    { id: "broken", type: "agent" },
  ],
  edges: [
    { id: "e1", from: "start", to: "choose" },
    { id: "e2", from: "choose", to: "left", condition: "true" },
    { id: "e3", from: "choose", to: "right", condition: "false" },
    { id: "e4", from: "left", to: "end" },
    { id: "e5", from: "right", to: "end" },
    { id: "e6", from: "left", to: "broken" },
  ],
};

const idsOf = (cut: unknown) => (cut as { nodes: { id: string }[] }).nodes.map(({ id }) => id);

describe("a pipeline up to a node", () => {
  it("is that node with all that leads to it, and is valid whatever is wrong elsewhere", () => {
    const cut = upToNode(written, "left");
    expect(idsOf(cut)).toEqual(["start", "choose", "left"]);
    expect(cut).not.toHaveProperty("triggers");
    expect(validateDefinition(cut).ok).toBe(true);
    expect(validateDefinition(written).ok).toBe(false);
    expect(idsOf(upToNode(written, "end"))).toEqual(["start", "choose", "left", "right", "end"]);
  });

  it("reads edges that nodes name themselves, and has an end where the text leads in a circle", () => {
    const named: Json = {
      name: "Named",
      nodes: [{ ...node("start", "trigger"), next: ["a"] }, node("a", "parallel")],
      edges: [{ id: "back", from: "a", to: "a" }],
    };
    expect(upToNode(named, "a")).toMatchObject({ edges: [{ from: "start", to: "a" }] });
  });

  it("is nothing where there is no such node", () => {
    expect(upToNode(written, "gone")).toBeNull();
    expect(upToNode(null, "start")).toBeNull();
  });
});
