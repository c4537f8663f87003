import { sameJson } from "#core/json/same-json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { AgentSnapshot } from "#core/pipeline/plan/plan.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import type { VersionContent } from "../pipeline-outputs.ts";

type Agent = RouterOutputs["agents"]["list"]["agents"][number];

/** What publishing would change: nothing, the definition, or only agents that have changed since. */
export type PublishedDifference = "none" | "draft" | "agents";

/**
 * Compares a draft with a published version, ignoring comments and the order of fields. A draft with errors (null)
 * differs from every version.
 */
export function publishedDifference(
  draft: PipelineDefinition | null,
  published: Pick<VersionContent, "definition" | "agents">,
  agents: readonly Agent[] | null,
): PublishedDifference {
  if (draft === null || !sameJson(draft, published.definition)) return "draft";
  if (agents === null) return "none";
  const now = new Map(agents.map((agent) => [agent.key, snapshotOf(agent)]));
  return published.agents.every((frozen) => sameJson(now.get(frozen.key), frozen)) ? "none" : "agents";
}

/** An agent as a version freezes it. */
export function snapshotOf(agent: Agent): AgentSnapshot {
  const { key, name, instructions, model, maxTokens, temperature, fallbackModel, effort } = agent;
  return {
    key,
    name,
    instructions,
    model,
    maxTokens,
    ...(temperature === null ? {} : { temperature }),
    ...(fallbackModel === null ? {} : { fallbackModel }),
    ...(effort === null ? {} : { effort }),
  };
}
