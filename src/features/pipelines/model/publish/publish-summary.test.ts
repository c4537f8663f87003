import { describe, expect, it } from "vitest";
import { agentIdSchema } from "#core/ids.ts";
import { type PipelineDefinitionInput, pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { publishSummary } from "./publish-summary.ts";
import { snapshotOf } from "./published-difference.ts";

const written: PipelineDefinitionInput = {
  name: "Ask",
  variables: { tone: { default: "calm" }, length: { default: 3 } },
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "ask", type: "agent", name: "Ask", config: { agentId: "writer", task: "Write" } },
    { id: "rest", type: "delay", name: "Rest", config: { seconds: 1 } },
  ],
  edges: [
    { id: "e1", from: "start", to: "ask" },
    { id: "e2", from: "ask", to: "rest" },
  ],
};
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
const published = { definition: pipelineDefinitionSchema.parse(written), agents: [snapshotOf(writer)] };
const summaryOf = (draft: PipelineDefinitionInput, agent = writer) =>
  publishSummary(pipelineDefinitionSchema.parse(draft), published, [agent]);

describe("publishSummary", () => {
  it("is empty if only edge ids and the order of fields change", () => {
    const edges = written.edges?.map((edge) => ({ ...edge, id: `${edge.id}-again` })) ?? [];
    expect(summaryOf({ ...written, edges })).toEqual([]);
  });

  it("names added, removed and changed nodes, with the fields that differ", () => {
    const [start, ask] = written.nodes;
    if (start === undefined || ask?.type !== "agent") throw new Error("not the nodes above");
    const nodes = [
      start,
      { ...ask, name: "Ask twice", config: { agentId: "writer", task: "Write again" } },
      { id: "pause", type: "delay" as const, name: "Pause", config: { seconds: 2 } },
    ];
    const edges = [
      { id: "e1", from: "start", to: "ask" },
      { id: "e3", from: "ask", to: "pause" },
    ];
    expect(summaryOf({ ...written, nodes, edges })).toEqual([
      { title: "Nodes added", items: ["Pause (delay)"] },
      { title: "Nodes removed", items: ["Rest (delay)"] },
      { title: "Nodes changed", items: ["Ask twice: name, task"] },
      { title: "Connections", items: ["1 added", "1 removed"] },
    ]);
  });

  it("names variables, settings and agents", () => {
    const draft = {
      ...written,
      variables: { tone: { default: "angry" }, loud: { default: true } },
      settings: { timeoutSeconds: 60 },
    };
    expect(summaryOf(draft, { ...writer, model: "sandbox/echo" })).toEqual([
      { title: "Variables", items: ["tone changed", "length removed", "loud added"] },
      { title: "Settings", items: ["timeoutSeconds"] },
      { title: "Agents changed since", items: ["Writer: model"] },
    ]);
  });
});
