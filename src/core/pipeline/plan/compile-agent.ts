import type { NodeDefinition } from "../definition.ts";
import type { AgentSnapshot, PlanAgent } from "./plan-node.ts";

/** What an answer may take when neither the node nor its agent says. */
export const defaultMaxTokens = 4_096;

/** The agent a node names with the node's own settings over it; null for other nodes. */
export function compileAgent(
  node: NodeDefinition,
  agents: ReadonlyMap<string, AgentSnapshot>,
): PlanAgent | null {
  if (node.type !== "agent") return null;
  const { agentId, instructions, model, maxTokens, temperature, effort, fallbackModel } = node.config;
  const base = agentId === undefined ? undefined : agents.get(agentId);
  if (agentId !== undefined && base === undefined) {
    throw new Error(`Agent "${agentId}" of node "${node.id}" is not among the version's agents`);
  }
  const chosenModel = model ?? base?.model;
  if (chosenModel === undefined) throw new Error(`Node "${node.id}" names neither an agent nor a model`);
  const chosenTemperature = temperature ?? base?.temperature;
  const fallbacks = [fallbackModel ?? base?.fallbackModel ?? []].flat();
  return {
    key: base?.key ?? null,
    name: base?.name ?? node.name,
    instructions: base?.instructions ?? instructions ?? null,
    model: chosenModel,
    fallbackModels: [...new Set(fallbacks)].filter((fallback) => fallback !== chosenModel),
    maxTokens: maxTokens ?? base?.maxTokens ?? defaultMaxTokens,
    ...(chosenTemperature === undefined ? {} : { temperature: chosenTemperature }),
    ...(effort === undefined ? {} : { effort }),
  };
}
