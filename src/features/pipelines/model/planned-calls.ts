import { type ProviderName, parseModelRef } from "#core/model/model-ref.ts";
import { nodeTypeInfo } from "#core/nodes/registry.ts";
import type { NodeDefinition, PipelineDefinition } from "#core/pipeline/definition.ts";

/** What a run would do outside of Penstock, at most once each unless it is tried again. */
export interface PlannedCall {
  readonly nodeId: string;
  readonly name: string;
  readonly type: NodeDefinition["type"];
  /** The model that is asked, the address that is called, how long it waits. */
  readonly target: string;
  /** Set for models. Null where the agent is not known. */
  readonly provider: ProviderName | null;
}

/** The nodes of a definition that reach into the world, in the order in which they are written. */
export function plannedCalls(
  definition: PipelineDefinition,
  modelByAgent: ReadonlyMap<string, string>,
): readonly PlannedCall[] {
  return definition.nodes.flatMap((node) => {
    if (nodeTypeInfo(node.type).isPure) return [];
    const model = node.type === "agent" ? modelOf(node, modelByAgent) : null;
    const target = model ?? targetOf(node);
    const provider = model === null || !model.includes("/") ? null : parseModelRef(model).provider;
    return [{ nodeId: node.id, name: node.name, type: node.type, target, provider }];
  });
}

function modelOf(
  { config }: Extract<NodeDefinition, { readonly type: "agent" }>,
  modelByAgent: ReadonlyMap<string, string>,
): string {
  const { model, agentId = "" } = config;
  return model ?? modelByAgent.get(agentId) ?? `agent ${agentId}`;
}

function targetOf(node: NodeDefinition): string {
  if (node.type === "delay") return `${node.config.seconds} s`;
  if (node.type !== "action") return node.type;
  const { config } = node;
  return config.action === "http.request" ? `${config.method} ${config.url}` : config.action;
}

/** Vendors that a run would call without a key for them. */
export function providersWithoutKey(
  calls: readonly PlannedCall[],
  providersWithKey: ReadonlySet<ProviderName>,
): readonly ProviderName[] {
  const wanted = new Set(calls.flatMap(({ provider }) => provider ?? []));
  return [...wanted].filter((provider) => provider !== "sandbox" && !providersWithKey.has(provider));
}
