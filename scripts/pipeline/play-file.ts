import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type AgentSnapshot, compilePlan } from "#core/pipeline/plan/plan.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";

/** The result for one file, as printed. */
export interface Played {
  /** Whether everything passed. */
  readonly isSame: boolean;
  readonly lines: readonly string[];
}

/** A definition that could run once may have errors today: prints these, one per line. */
export function checkRunnable(
  definition: unknown,
  agents: readonly { readonly key: string }[],
):
  | { readonly ok: true; readonly definition: PipelineDefinition }
  | { readonly ok: false; readonly faults: readonly string[] } {
  const valid = validateDefinition(definition, { agentKeys: new Set(agents.map(({ key }) => key)) });
  if (valid.ok) return valid;
  return { ok: false, faults: valid.problems.map(({ message }) => `  ${message}`) };
}

/** The agents in a file are the frozen ones. */
export function planOfFile(definition: PipelineDefinition, agents: readonly object[]) {
  return compilePlan(definition, agents as readonly AgentSnapshot[]);
}
