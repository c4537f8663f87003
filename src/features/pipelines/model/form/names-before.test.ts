import { expect, it } from "vitest";
import { sketchOf } from "#core/gestures/sketch.ts";
import { namesIn } from "../known-names.ts";
import { namesBefore } from "./names-before.ts";

const body = { nodes: [{ id: "inside", type: "transform", name: "Inside" }] };
const value = {
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "draft", type: "agent", name: "Draft" },
    { id: "each", type: "map", name: "Each", config: { body } },
    { id: "beside", type: "agent", name: "Beside" },
    { id: "end", type: "action", name: "End" },
    { id: "alone", type: "action", name: "Alone" },
  ],
  edges: [
    { id: "e1", from: "start", to: "draft" },
    { id: "e2", from: "draft", to: "each" },
    { id: "e3", from: "start", to: "beside" },
    { id: "e4", from: "each", to: "end" },
  ],
};
const known = { ...namesIn(value), secrets: [], pipelines: [], agents: [], models: [] };
const idsFor = (id: string) => namesBefore(known, sketchOf(value), id).nodes.map((node) => node.id);

it("offers the nodes that lead to a node, without those in bodies", () => {
  expect(idsFor("end")).toEqual(["start", "draft", "each"]);
  expect(idsFor("beside")).toEqual(["start"]);
});

it("offers all others while nothing leads to it", () => {
  expect(idsFor("alone")).toEqual(["start", "draft", "each", "beside", "end"]);
});

it("ends for a cycle", () => {
  const circle = { ...value, edges: [...value.edges, { id: "e5", from: "end", to: "draft" }] };
  expect(namesBefore(known, sketchOf(circle), "each").nodes).toHaveLength(4);
});
