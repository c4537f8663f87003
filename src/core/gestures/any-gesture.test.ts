import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDefinitionYaml } from "#core/definition-text/format-definition-yaml.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { deleteParts } from "./delete-parts.ts";
import { makeGesture, type PlanGesture } from "./gesture.ts";
import { renameNode } from "./rename-node.ts";
import { sketchOf } from "./sketch.ts";

function make(plan: PlanGesture, before: string) {
  const made = makeGesture(before, plan);
  if (!made.ok) throw new Error(made.message);
  return made;
}

/** Pipelines of up to eight nodes, each joined to some before it. */
const pipelines = fc
  .array(fc.record({ from: fc.array(fc.nat({ max: 7 }), { maxLength: 2 }), isNext: fc.boolean() }), {
    minLength: 1,
    maxLength: 7,
  })
  .map((nodes): JsonObject => {
    const edges = nodes.flatMap(({ from }, index) =>
      [...new Set(from.map((one) => one % (index + 1)))].map((one) => [one, index + 1] as const),
    );
    return {
      name: "Any",
      nodes: [
        { id: "n0", type: "trigger", name: "N" },
        ...nodes.map((_, index) => ({
          id: `n${index + 1}`,
          type: "action",
          name: "A",
          input: "nodes.n0.output",
          config: { action: "noop" },
        })),
      ],
      edges: edges.map(([from, to], index) => ({ id: `e${index}`, from: `n${from}`, to: `n${to}` })),
    };
  });

describe("any gesture in any pipeline", () => {
  it("heals so that what was reached is still reached, and nothing twice", () => {
    fc.assert(
      fc.property(pipelines, fc.nat(), (definition, pick) => {
        const written = formatDefinitionYaml(definition);
        const { nodes } = sketchOf(definition);
        const gone = nodes[1 + (pick % Math.max(1, nodes.length - 1))]?.id ?? "n1";
        const { value } = make(deleteParts({ nodeIds: [gone], isHealed: true }), written);
        const [before, after] = [reached(definition), reached(value)];
        for (const id of before) if (id !== gone) expect(after.has(id)).toBe(true);
        const joints = sketchOf(value).edges.map(({ from, to }) => `${from} ${to}`);
        expect(new Set(joints).size).toBe(joints.length);
        expect(joints.join(" ")).not.toMatch(new RegExp(`\\b${gone}\\b`));
      }),
      { numRuns: 40 },
    );
  });

  it("renames there and back without a trace", () => {
    fc.assert(
      fc.property(pipelines, fc.nat(), (definition, pick) => {
        const written = formatDefinitionYaml(definition);
        const { nodes } = sketchOf(definition);
        const id = nodes[pick % nodes.length]?.id ?? "n0";
        const there = make(renameNode(id, "other"), written);
        expect(there.text).not.toMatch(new RegExp(`\\b${id}\\b`));
        expect(make(renameNode("other", id), there.text).text).toBe(written);
      }),
      { numRuns: 40 },
    );
  });
});

function reached(value: Json): ReadonlySet<string> {
  const { edges } = sketchOf(value);
  const seen = new Set(["n0"]);
  for (const id of seen) for (const edge of edges) if (edge.from === id) seen.add(edge.to);
  return seen;
}
