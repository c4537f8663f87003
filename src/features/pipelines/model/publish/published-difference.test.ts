import { describe, expect, it } from "vitest";
import { agentIdSchema } from "#core/ids.ts";
import { pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { publishedDifference, snapshotOf } from "./published-difference.ts";

const definition = pipelineDefinitionSchema.parse({
  name: "Ask",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "ask", type: "agent", name: "Ask", config: { agentId: "writer", task: "Write" } },
  ],
  edges: [{ id: "e1", from: "start", to: "ask" }],
});
const writer = {
  id: agentIdSchema.parse("0198c0de-0000-7000-8000-000000000001"),
  key: "writer",
  name: "Writer",
  instructions: "Write.",
  model: "sandbox/brief",
  maxTokens: 100,
  temperature: null,
  fallbackModel: null,
  effort: null,
  createdAtMs: 0,
  updatedAtMs: 0,
  isArchived: false,
};
const published = { definition, agents: [snapshotOf(writer)] };

describe("publishedDifference", () => {
  it("ignores the order of fields", () => {
    const reordered = Object.fromEntries(Object.entries(definition).toReversed()) as typeof definition;
    expect(publishedDifference(reordered, published, [writer])).toBe("none");
  });

  it("distinguishes a changed draft, an invalid one, and a changed agent", () => {
    expect(publishedDifference({ ...definition, name: "Other" }, published, [writer])).toBe("draft");
    expect(publishedDifference(null, published, [writer])).toBe("draft");
    expect(publishedDifference(definition, published, [{ ...writer, instructions: "Less." }])).toBe("agents");
    expect(publishedDifference(definition, published, [])).toBe("agents");
    expect(publishedDifference(definition, published, null)).toBe("none");
  });
});
