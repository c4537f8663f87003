import type { Problem } from "#core/errors.ts";
import { defaultMaxTokens } from "#core/model/default-max-tokens.ts";
import { parseModelRef } from "#core/model/model-ref.ts";
import { faultOfSandboxModel } from "#core/model/sandbox-model.ts";
import { asDollars } from "#core/pricing/check-budget.ts";
import { worstCaseCost } from "#core/pricing/cost.ts";
import { describeLifecycle, findLifecycle } from "#core/pricing/find-lifecycle.ts";
import { findPrice, type PriceOverrides } from "#core/pricing/find-price.ts";
import type { NodeDefinition } from "../definition.ts";
import type { Graph } from "../graph/graph.ts";
import { warning } from "../problem.ts";

type AgentDefinition = Extract<NodeDefinition, { readonly type: "agent" }>;

interface NamedModel {
  readonly model: string;
  readonly path: readonly (string | number)[];
}

/**
 * Models that the sandbox does not have or that their vendor is retiring, limits on money that never allow a call of a
 * node's models, and fallbacks without effect.
 */
export function checkSpending(graph: Graph, overrides: PriceOverrides): readonly Problem[] {
  return agentsOf(graph).flatMap((node) => {
    const models = modelsNamed(node);
    const repeated = models.filter(
      ({ model }, index) => models.findIndex((other) => other.model === model) < index,
    );
    return [
      ...repeated.map(({ model, path }) =>
        warning("UNUSED_SETTING", `Node "${node.id}" names ${model} twice: it is asked once.`, {
          nodeId: node.id,
          path,
        }),
      ),
      ...models.flatMap((named) => checkSandbox(node, named)),
      ...models.flatMap((named) => checkLifecycle(node, named)),
      ...models.flatMap((named) => checkLimit(node, named, overrides)),
    ];
  });
}

function checkSandbox(node: AgentDefinition, { model, path }: NamedModel): readonly Problem[] {
  const fault = faultOfSandboxModel(model);
  if (fault === null) return [];
  return [warning("MODEL_UNKNOWN", `Node "${node.id}": ${fault}.`, { nodeId: node.id, path })];
}

function checkLifecycle(node: AgentDefinition, { model, path }: NamedModel): readonly Problem[] {
  const lifecycle = findLifecycle(model);
  if (lifecycle === null) return [];
  const message = `Node "${node.id}": ${describeLifecycle(model, lifecycle)} (${lifecycle.source}, read on ${lifecycle.asOf}).`;
  return [warning("MODEL_RETIRES", message, { nodeId: node.id, path })];
}

function checkLimit(
  node: AgentDefinition,
  { model, path }: NamedModel,
  overrides: PriceOverrides,
): readonly Problem[] {
  const limit = node.limits?.costMicros;
  if (limit === undefined) return [];
  const prices = findPrice(parseModelRef(model), overrides);
  if (prices === null) {
    const message = `Node "${node.id}" has limits.costMicros, but the price of ${model} is not known: a call to it would be refused.`;
    return [warning("PRICE_UNKNOWN", message, { nodeId: node.id, path })];
  }
  const maxTokens = node.config.maxTokens ?? (node.config.agentId === undefined ? defaultMaxTokens : 1);
  const least = worstCaseCost(0, maxTokens, prices);
  if (least <= limit) return [];
  const message = `Node "${node.id}" may spend ${asDollars(limit)} (limits.costMicros ${limit}), and an answer of ${model} of ${maxTokens} tokens may cost ${asDollars(least)}: no call will be allowed. Raise the limit or lower maxTokens.`;
  return [warning("LIMIT_TOO_LOW", message, { nodeId: node.id, path: ["limits", "costMicros"] })];
}

function agentsOf(graph: Graph): readonly AgentDefinition[] {
  return graph.nodes.flatMap(({ definition }) => (definition?.type === "agent" ? [definition] : []));
}

function modelsNamed({ config }: AgentDefinition): readonly NamedModel[] {
  const { model, fallbackModel } = config;
  const fallbacks = Array.isArray(fallbackModel)
    ? fallbackModel.map((each, index) => ({ model: each, path: ["config", "fallbackModel", index] }))
    : [fallbackModel ?? []].flat().map((each) => ({ model: each, path: ["config", "fallbackModel"] }));
  return [...(model === undefined ? [] : [{ model, path: ["config", "model"] }]), ...fallbacks];
}
