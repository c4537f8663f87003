import type { Json, JsonObject } from "#core/json.ts";

/** Names of the nodes of a draft that ask this agent, however much of the draft is still wrong. */
export function usesOfAgent(draft: Json, agentKey: string): readonly string[] {
  const nodes = isObject(draft) && Array.isArray(draft.nodes) ? draft.nodes.filter(isObject) : [];
  return nodes
    .filter(({ type, config }) => type === "agent" && isObject(config) && config.agentId === agentKey)
    .map(({ name, id }) => String(name ?? id ?? "node"));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
