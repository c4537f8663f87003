import type { Json } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { AdvanceContext } from "../happening.ts";
import { hasOutput } from "../phase.ts";
import type { RunState } from "../state.ts";

/** The state of a run, with the outputs that were loaded. */
export interface ProgressView extends Pick<RunState, "phases" | "branches" | "stops"> {
  readonly plan: Plan;
  readonly context: Pick<
    AdvanceContext,
    "trigger" | "variables" | "outputs" | "runId" | "startedAtMs" | "item"
  >;
  readonly newOutputs?: ReadonlyMap<string, Json>;
}

/** `absent`: the node has no output (it was skipped). `missing`: it has one that was not loaded. */
export type FoundOutput =
  | { readonly kind: "found"; readonly output: Json }
  | { readonly kind: "absent" }
  | { readonly kind: "missing" };

export function findOutput(view: ProgressView, nodeId: string): FoundOutput {
  if (!hasOutput(view.phases[nodeId] ?? "idle")) return { kind: "absent" };
  // A null output still exists.
  const outputs = view.newOutputs?.has(nodeId) === true ? view.newOutputs : view.context.outputs;
  const output = outputs.get(nodeId);
  if (output !== undefined) return { kind: "found", output };
  return isTriggerData(view.plan, nodeId)
    ? { kind: "found", output: view.context.trigger }
    : { kind: "missing" };
}

/** The trigger's output is the run's own data, which is always available, unless a mapping changes it. */
export function isTriggerData(plan: Plan, nodeId: string): boolean {
  if (nodeId !== plan.triggerId) return false;
  const definition = plan.nodeById.get(nodeId)?.definition;
  return definition !== undefined && definition.input === undefined && definition.output === undefined;
}
