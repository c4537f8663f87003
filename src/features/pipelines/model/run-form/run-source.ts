import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type AgentSnapshot, compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import type { VersionContent } from "../pipeline-outputs.ts";

/** One thing that can be run: the draft as it is, or a published version with the agents of its day. */
export interface RunSource {
  readonly version: "draft" | number;
  readonly plan: Plan;
}

export function draftSource(
  definition: PipelineDefinition,
  agents: readonly AgentSnapshot[],
): RunSource | null {
  try {
    return { version: "draft", plan: compilePlan(definition, agents) };
  } catch {
    // It names an agent that has gone this moment; the server will say so.
    return null;
  }
}

export function versionSource({ number, definition, agents }: VersionContent): RunSource {
  return { version: number, plan: compilePlan(definition, agents) };
}
