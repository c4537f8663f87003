import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { faultPlanSchema } from "./fault-plan.ts";
import { toRehearsal } from "./to-rehearsal.ts";

function definitionOf(nodes: readonly { readonly id: string; readonly [field: string]: Json }[]) {
  const raw = {
    name: "Any",
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      ...nodes.map((node) => ({ name: node.id, ...node })),
    ],
    edges: nodes.map(({ id }) => ({ id: `e-${id}`, from: "start", to: id })),
  };
  const valid = validateDefinition(raw as Json);
  if (!valid.ok) throw new Error(valid.problems.map(({ message }) => message).join("\n"));
  return valid.definition;
}

const asks = (config: Json) => ({ id: "ask", type: "agent", config });
const rehearsed = (node: { readonly id: string; readonly [field: string]: Json }, faults = {}) =>
  toRehearsal(definitionOf([node]), [], faultPlanSchema.parse(faults)).nodes[1];

describe("a rehearsal", () => {
  it("asks the sandbox instead of every vendor, fallbacks included", () => {
    const node = asks({
      model: "anthropic/claude-haiku-5-5",
      fallbackModel: ["anthropic/claude-sonnet-5-5", "sandbox/json"],
      task: "Say it.",
    });
    expect(rehearsed(node)).toMatchObject({
      config: { model: "sandbox/brief", fallbackModel: ["sandbox/small", "sandbox/json"], task: "Say it." },
    });
  });

  it("meets the trouble that is planned, in the place of the model's own", () => {
    const node = asks({ model: "sandbox/echo?pace=5&fault=cut&after=3", task: "Say it." });
    expect(rehearsed(node)).toMatchObject({ config: { model: "sandbox/echo?pace=5&fault=cut&after=3" } });
    const faults = { ask: { fault: "429", times: 2, retryAfterSeconds: 1 } };
    expect(rehearsed(node, faults)).toMatchObject({
      config: { model: "sandbox/echo?pace=5&fault=429&times=2&retryAfter=1" },
    });
    expect(rehearsed(node, { ask: { paceMs: 50 } })).toMatchObject({
      config: { model: "sandbox/echo?pace=50" },
    });
  });

  it("holds back what would reach the world, and does what stays in the run", () => {
    const call = {
      id: "call",
      type: "action",
      output: "output.status",
      onError: "branch",
      config: {
        action: "http.request",
        url: "https://example.com",
        undo: { action: "http.request", url: "https://example.com/undo" },
      },
    };
    expect(rehearsed(call)).toMatchObject({
      id: "call",
      type: "transform",
      output: "output.status",
      config: { value: { status: "200", body: "null" } },
    });
    const tell = { id: "tell", type: "action", config: { action: "event.send", name: "invoice.paid" } };
    expect(rehearsed(tell)).toMatchObject({
      type: "transform",
      config: { value: { eventId: "'00000000-0000-0000-0000-000000000000'", matched: "0" } },
    });
    const keep = {
      id: "keep",
      type: "action",
      config: {
        action: "artifact.save",
        name: "a.txt",
        undo: { action: "http.request", url: "https://example.com/undo" },
      },
    };
    const kept = rehearsed(keep);
    expect(kept).toMatchObject({ type: "action", config: { action: "artifact.save", name: "a.txt" } });
    expect(kept?.config).not.toHaveProperty("undo");
  });

  it("is refused where a node cannot meet trouble, and says why", () => {
    const faults = { absent: { fault: "cut" as const } };
    expect(() => rehearsed(asks({ model: "sandbox/echo", task: "Say it." }), faults)).toThrow(
      'No fault can be rehearsed at node "absent". The pipeline has no such node.',
    );
    expect(() =>
      rehearsed({ id: "call", type: "action", config: { action: "noop" } }, { call: { fault: "cut" } }),
    ).toThrow('No fault can be rehearsed at node "call". It does not call a model.');
  });
});

describe("a fault plan", () => {
  it.each([
    [{ ask: {} }, "must name a fault"],
    [{ ask: { fault: "418" } }, "ask"],
    [{ ask: { fault: "cut", more: 1 } }, "more"],
    [{ ask: { paceMs: 5, times: 2 } }, "there is none"],
    [{ ask: { fault: "cut", retryAfterSeconds: 2 } }, "only used with 429 and 529"],
    [{ ask: { fault: "cut", times: 0 } }, "times"],
  ])("%j is refused", (plan, words) => {
    const parsed = faultPlanSchema.safeParse(plan);
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error?.issues)).toContain(words);
  });
});
