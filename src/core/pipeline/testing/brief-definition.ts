import type { Json } from "#core/json/json.ts";
import { validateDefinition } from "../validate.ts";

export const trigger = { id: "start", type: "trigger", name: "Start" };
export const writer = {
  id: "draft",
  type: "agent",
  name: "Draft",
  config: { model: "sandbox/brief", task: "Write about {{topic}}" },
};
export const send = {
  id: "send",
  type: "action",
  name: "Send",
  config: { action: "log", message: "{{ input }}" },
};
export const good = {
  name: "Brief",
  variables: { topic: { default: "tides", required: true } },
  nodes: [trigger, writer, send],
  edges: [
    { id: "e1", from: "start", to: "draft" },
    { id: "e2", from: "draft", to: "send" },
  ],
};

export function problemsOf(raw: unknown, agentKeys?: readonly string[]) {
  const result = validateDefinition(raw, agentKeys === undefined ? {} : { agentKeys: new Set(agentKeys) });
  return result.ok ? [...result.warnings] : [...result.problems];
}

/** A good definition with nodes and edges added; nodes of the same id are replaced. */
export function withParts(nodes: readonly Json[], edges: readonly Json[] = []) {
  const ids = nodes.map((node) => (node as { id?: Json }).id);
  return {
    ...good,
    nodes: [...good.nodes.filter((node) => !ids.includes(node.id)), ...nodes],
    edges: [...good.edges, ...edges],
  };
}
