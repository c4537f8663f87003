import { describe, expect, it } from "vitest";
import { pipelineDefinitionSchema } from "../definition.ts";
import { type AgentSnapshot, compilePlan } from "./plan.ts";

const writer: AgentSnapshot = {
  key: "writer",
  name: "Writer",
  instructions: "Write well.",
  model: "sandbox/brief",
  maxTokens: 800,
  temperature: 0.3,
  effort: "low",
};

const definition = pipelineDefinitionSchema.parse({
  name: "Brief",
  settings: { timeoutSeconds: 90, maxRetriesPerNode: 5, retryBackoffBase: 0.5, retryBackoffMax: 20 },
  nodes: [
    {
      id: "end",
      type: "action",
      name: "End",
      config: { action: "log", message: "{{ nodes.draft.output }} of {{ input }}" },
    },
    {
      id: "draft",
      type: "agent",
      name: "Draft",
      config: { agentId: "writer", task: "Write", maxTokens: 100 },
      timeoutMs: 5_000,
    },
    {
      id: "own",
      type: "agent",
      name: "Own",
      config: { model: "sandbox/echo", instructions: "Echo.", task: "Say" },
      retry: { maxRetries: 0 },
    },
    { id: "start", type: "trigger", name: "Start" },
  ],
  edges: [
    { id: "e1", from: "start", to: "draft" },
    { id: "e2", from: "draft", to: "own" },
    { id: "e3", from: "own", to: "end" },
  ],
});

describe("compilePlan", () => {
  const plan = compilePlan(definition, [writer]);

  it("orders nodes by their edges and joins the edges to them", () => {
    expect(plan.nodes.map((node) => [node.id, node.index])).toEqual([
      ["start", 0],
      ["draft", 1],
      ["own", 2],
      ["end", 3],
    ]);
    expect(plan.nodeById.get("own")).toMatchObject({
      incoming: [{ from: "draft" }],
      outgoing: [{ to: "end", condition: null }],
    });
    expect(plan.sinks.map((node) => node.id)).toEqual(["end"]);
    expect(plan.triggerId).toBe("start");
    expect(plan.timeoutMs).toBe(90_000);
  });

  it("resolves an agent with the node's own settings over it", () => {
    expect(plan.nodeById.get("draft")?.agent).toEqual({
      key: "writer",
      name: "Writer",
      fallbackModels: [],
      instructions: "Write well.",
      model: "sandbox/brief",
      maxTokens: 100,
      temperature: 0.3,
      effort: "low",
    });
    const eager = definition.nodes.map((node) =>
      node.id === "draft" && node.type === "agent"
        ? { ...node, config: { ...node.config, effort: "high" as const } }
        : node,
    );
    expect(compilePlan({ ...definition, nodes: eager }, [writer]).nodeById.get("draft")?.agent).toMatchObject(
      {
        effort: "high",
      },
    );
    expect(plan.nodeById.get("own")?.agent).toEqual({
      key: null,
      name: "Own",
      fallbackModels: [],
      instructions: "Echo.",
      model: "sandbox/echo",
      maxTokens: 4_096,
    });
  });

  it("resolves retries and time-outs from the node, the settings and the type", () => {
    expect(plan.nodeById.get("draft")).toMatchObject({
      timeoutMs: 5_000,
      retry: { maxRetries: 5, backoffBaseMs: 500, backoffMaxMs: 20_000 },
    });
    expect(plan.nodeById.get("own")).toMatchObject({
      timeoutMs: 600_000,
      retry: { maxRetries: 0, backoffBaseMs: 500 },
    });
  });

  it("knows which outputs a node names", () => {
    expect(plan.nodeById.get("end")?.references).toEqual(["draft"]);
  });

  it("refuses an agent that was not frozen with the version", () => {
    expect(() => compilePlan(definition, [])).toThrow('Agent "writer" of node "draft"');
  });
});
