import { AppError, type Problem } from "#core/errors.ts";
import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import { checkCalledTypes } from "#core/pipeline/checks/expressions/check-types.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { AgentSnapshot } from "#core/pipeline/plan/plan.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { listSecretNames } from "#server/db/keys/secret-store.ts";
import { readPriceOverrides } from "#server/db/prices/model-price-store.ts";
import { readAgentSnapshots } from "#server/db/run/read-pipeline.ts";
import { findSourcePipeline } from "#server/db/trigger/run-end-store.ts";
import { walkCalls } from "#server/services/runs/calls/walk-calls.ts";
import type { LocatedProblem, ReadDefinition } from "./read-definition.ts";

/** What is wrong with a definition in its workspace; `checked` is null while there is an error. */
export interface DefinitionCheck {
  readonly checked: PipelineDefinition | null;
  /** Errors first, then warnings. */
  readonly problems: readonly LocatedProblem[];
  /** Why pipelines that it calls could not be run: warnings while writing, errors when publishing. */
  readonly callFaults: readonly LocatedProblem[];
  /** The workspace's agents that the definition could refer to. */
  readonly agents: readonly AgentSnapshot[];
}

/**
 * Checks a definition against the rules and against its workspace's agents, secrets and pipelines. `pipelineId` is its
 * own pipeline, if it has one, which it must not call.
 */
export async function checkDefinition(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  definition: Pick<ReadDefinition, "value" | "locate" | "warnings">,
  pipelineId: PipelineId | null = null,
): Promise<DefinitionCheck> {
  const agents = await readAgentSnapshots(tx, workspaceId);
  const validation = validateDefinition(definition.value, {
    agentKeys: new Set(agents.map(({ key }) => key)),
    secretNames: await listSecretNames(tx, workspaceId),
    prices: await readPriceOverrides(tx, workspaceId),
  });
  const checked = validation.ok ? validation.definition : null;
  const walk = checked === null ? null : await walkCalls(tx, workspaceId, pipelineId, checked);
  const calls = walk?.problems ?? [];
  const found = validation.ok
    ? [
        ...validation.warnings,
        ...(await findUnknownSources(tx, workspaceId, validation.definition)),
        ...(walk === null ? [] : checkCalledTypes(validation.definition, walk.outputs())),
        ...calls.map((problem) => ({ ...problem, severity: "warning" as const })),
      ]
    : validation.problems;
  const problems = found.map(definition.locate);
  const callFaults = calls.map(definition.locate);
  return { checked, problems: [...problems, ...definition.warnings], callFaults, agents };
}

/**
 * Triggers that wait for runs of a pipeline that does not exist. A warning while writing, since it may be created
 * later; publishing refuses them.
 */
async function findUnknownSources(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  { triggers }: PipelineDefinition,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const [index, trigger] of (triggers ?? []).entries()) {
    if (trigger.kind !== "run") continue;
    if ((await findSourcePipeline(tx, workspaceId, trigger.pipeline)) !== null) continue;
    const message = `Trigger "${trigger.id}" waits for runs of ${trigger.pipeline}, and there is no such pipeline. It must exist before this one is published.`;
    const path = ["triggers", index, "pipeline"];
    problems.push({ code: "UNKNOWN_PIPELINE", severity: "warning", message, path });
  }
  return problems;
}

/** The error that lists every problem with its place. */
export function invalidDefinition(problems: readonly LocatedProblem[]): AppError {
  const faults = problems.filter(({ severity }) => severity === "error");
  const [first] = faults;
  const more = faults.length > 1 ? ` and ${faults.length - 1} more` : "";
  const line = first?.line === undefined ? "" : ` (line ${first.line})`;
  const message = `The definition is not valid: ${first?.message ?? "it cannot be read."}${line}${more === "" ? "" : ` …${more}.`}`;
  return new AppError("INVALID_DEFINITION", message, {
    problems,
    ...(first?.nodeId === undefined ? {} : { nodeId: first.nodeId }),
  });
}
