import type { Problem } from "#core/errors.ts";
import { type ProviderName, parseModelRef } from "#core/model/model-ref.ts";
import type { NodeDefinition } from "../definition.ts";
import type { Graph } from "../graph/graph.ts";
import { warning } from "../problem.ts";

type AgentDefinition = Extract<NodeDefinition, { readonly type: "agent" }>;

/** Settings that are accepted but do nothing, so that nobody waits for their effect. */
export function checkUnused(graph: Graph): readonly Problem[] {
  const ofNodes = graph.nodes.flatMap(({ definition }) =>
    definition === null
      ? []
      : [
          ...unusedFallback(definition),
          ...unusedTemperature(definition),
          ...unusedEffort(definition),
          ...unusedKeep(definition),
          ...unusedPromptCache(definition),
        ],
  );
  return [...unusedPositions(graph), ...ofNodes];
}

/** Beside positions found by a layout, an author's positions would overlap others. */
function unusedPositions({ nodes }: Graph): readonly Problem[] {
  const placed = nodes.filter(({ definition }) => definition?.position !== undefined);
  const without = nodes.find(({ definition }) => definition !== null && definition.position === undefined);
  if (placed.length === 0 || without === undefined) return [];
  return [
    warning(
      "UNUSED_SETTING",
      `Node "${without.id}" has no position while others have one, so the graph is laid out automatically: positions are used only where every node has one.`,
      { nodeId: without.id },
    ),
  ];
}

function unusedFallback({ id, fallbackOutput, onError }: NodeDefinition): readonly Problem[] {
  if (fallbackOutput === undefined || onError === "continue") return [];
  return [
    warning("UNUSED_FALLBACK", `Node "${id}" has a fallbackOutput, which only onError "continue" uses.`, {
      nodeId: id,
      path: ["fallbackOutput"],
    }),
  ];
}

/**
 * Anthropic refuses sampling parameters on every model, OpenAI on reasoning models, and the sandbox has no randomness.
 * An agent of the workspace may have a model that accepts one.
 */
function unusedTemperature(node: NodeDefinition): readonly Problem[] {
  if (node.type !== "agent" || node.config.temperature === undefined) return [];
  const providers = providersOf(node);
  if (providers === null || providers.has("openai-compatible")) return [];
  return [
    warning(
      "UNUSED_SETTING",
      `Node "${node.id}" has a temperature, which is sent only to openai-compatible models: others do not accept one. Say in the task how free the answer may be.`,
      { nodeId: node.id, path: ["config", "temperature"] },
    ),
  ];
}

function unusedEffort(node: NodeDefinition): readonly Problem[] {
  if (node.type !== "agent" || node.config.effort === undefined) return [];
  const providers = providersOf(node);
  if (providers === null || [...providers].some((provider) => provider !== "sandbox")) return [];
  return [
    warning(
      "UNUSED_SETTING",
      `Node "${node.id}" has an effort but only sandbox models, which do not think.`,
      { nodeId: node.id, path: ["config", "effort"] },
    ),
  ];
}

/** OpenAI and compatible servers cache prompts by themselves; without instructions nothing stays the same. */
function unusedPromptCache(node: NodeDefinition): readonly Problem[] {
  if (node.type !== "agent" || node.config.promptCache === undefined) return [];
  const { agentId, instructions, tools, promptCache } = node.config;
  const providers = providersOf(node);
  const isAsked = providers === null || providers.has("anthropic") || providers.has("sandbox");
  const keepsSome = agentId !== undefined || (instructions ?? "") !== "" || tools !== undefined;
  if (isAsked && keepsSome) return [];
  const why = isAsked
    ? "no instructions, which are what is kept"
    : "only models of providers that keep prompts by themselves";
  return [
    warning("UNUSED_SETTING", `Node "${node.id}" has promptCache "${promptCache}" but ${why}.`, {
      nodeId: node.id,
      path: ["config", "promptCache"],
    }),
  ];
}

/** The vendor whose models a node asks; null if an agent of the workspace decides it. */
function providersOf({ config }: AgentDefinition): ReadonlySet<ProviderName> | null {
  const models = [config.model ?? [], config.fallbackModel ?? []].flat();
  if (config.model === undefined) return null;
  return new Set(models.map((model) => parseModelRef(model).provider));
}

/** An empty text is not JSON, and neither is one that was cut. */
function unusedKeep(node: NodeDefinition): readonly Problem[] {
  const isJson = node.outputSchema !== undefined && node.output === undefined;
  if (node.type !== "agent" || !isJson) return [];
  const kept = (["onEmpty", "onCut"] as const).filter((field) => node.config[field] === "keep");
  return kept.map((field) =>
    warning(
      "UNUSED_SETTING",
      `Node "${node.id}" has ${field} "keep" beside an outputSchema, which ${field === "onEmpty" ? "an empty answer" : "an answer that was cut"} never matches: the node fails anyway.`,
      { nodeId: node.id, path: ["config", field] },
    ),
  );
}
