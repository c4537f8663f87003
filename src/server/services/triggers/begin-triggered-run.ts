import { AppError } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import { checkJsonLimits, describeJsonFault } from "#core/json/check-json-limits.ts";
import type { Json } from "#core/json/json.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import { initialRunState } from "#core/run/phase.ts";
import { runInputOf, type TriggerData } from "#core/triggers/run-input.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import { type Firing, findFiring, setFiringRun, takeOccurrence } from "#server/db/trigger/firing-store.ts";
import type { StoredTrigger } from "#server/db/trigger/trigger-store.ts";
import type { AuditActor } from "#server/services/audit/record-audit.ts";
import { freezeCalls } from "#server/services/runs/calls/freeze-calls.ts";
import { beginRun } from "#server/services/runs/start/begin-run.ts";
import { checkKeys } from "#server/services/runs/start/check-keys.ts";
import { checkModels } from "#server/services/runs/start/check-models.ts";
import { freezeVersion } from "#server/services/runs/start/freeze-version.ts";
import { prepareVariables } from "#server/services/runs/start/prepare-variables.ts";
import { requireSecrets } from "#server/services/runs/start/require-secrets.ts";
import type { TriggerTools } from "./trigger-tools.ts";

/** One occurrence of a trigger. */
export interface Occurrence {
  /** The same when the occurrence is repeated. */
  readonly key: string;
  readonly dueAtMs: number;
  readonly data: TriggerData;
  readonly nowMs: number;
  /** Nobody, unless a person fires it by hand. */
  readonly actor: AuditActor;
  /** The runs that led to it, oldest first; empty where it comes from outside. */
  readonly ledBy: readonly RunId[];
}

/** The outcome. `again`: it had already started a run. */
export type Beginning =
  | { readonly outcome: "started"; readonly runId: RunId }
  | { readonly outcome: "again"; readonly firing: Firing }
  | { readonly outcome: "refused"; readonly error: AppError };

/** The actor for what the program does by itself in a workspace. */
export function nobodyIn(workspaceId: WorkspaceId): AuditActor {
  return { workspaceId, userId: null, tokenId: null };
}

/**
 * Starts the run of an occurrence and records that, or records why it could not start, in the caller's transaction:
 * both or neither. A run that nobody starts has only the workspace's shared provider keys.
 */
export async function beginTriggeredRun(
  tx: DirectTransaction,
  tools: TriggerTools,
  trigger: StoredTrigger,
  occurrence: Occurrence,
): Promise<Beginning> {
  const { actor, key, dueAtMs, ledBy } = occurrence;
  const { workspaceId } = actor;
  const prepared = await prepare(tx, tools, trigger, occurrence).catch(asRefusal);
  if (prepared instanceof AppError) {
    const refused = { key, dueAtMs, outcome: "refused", reason: prepared.message } as const;
    const isFirst = await takeOccurrence(tx, workspaceId, trigger.id, refused);
    return isFirst ? { outcome: "refused", error: prepared } : again(tx, trigger, occurrence);
  }
  const started = { key, dueAtMs, outcome: "started", reason: null } as const;
  if (!(await takeOccurrence(tx, workspaceId, trigger.id, started))) return again(tx, trigger, occurrence);
  const { runId } = await beginRun(tx, { ...tools, actor }, "go-on", { ...prepared, ...fixed(trigger) });
  await setFiringRun(tx, workspaceId, trigger.id, key, { runId, ledBy });
  return { outcome: "started", runId };
}

function fixed({ id, key, pipelineId, config }: StoredTrigger) {
  return {
    action: "run.start",
    pipelineId,
    triggerKind: config.kind,
    trigger: { id, key },
    fork: null,
  } as const;
}

/** Only reads and checks, so that a refusal leaves nothing behind. */
async function prepare(
  tx: DirectTransaction,
  tools: TriggerTools,
  trigger: StoredTrigger,
  { actor, data, nowMs: triggeredAtMs }: Occurrence,
) {
  const { workspaceId, userId } = actor;
  const input = runInputOf(trigger.config, data, triggeredAtMs);
  if (!input.ok) {
    throw new AppError("EXPRESSION_FAILED", `The trigger's input cannot be made: ${input.message}.`);
  }
  refuseLargeInput(input.value);
  const { pipelineId } = trigger;
  const { versionId, nowMs } = await freezeVersion(tx, tools.newId, workspaceId, pipelineId, null);
  const plan = await tools.runs.plans.ofVersion(tx, workspaceId, versionId);
  if (plan === null) throw new AppError("NOT_FOUND", `Version ${versionId} no longer exists.`);
  const variables = prepareVariables(plan, trigger.config.variables);
  await checkModels(tx, workspaceId, userId, plan);
  await checkKeys(tx, workspaceId, userId, plan);
  await requireSecrets(tx, workspaceId, plan);
  const state = initialRunState(plan);
  const calls = await freezeCalls(tx, { ...tools, actor }, { pipelineId, versionId, plan, state });
  return { versionId, nowMs, plan, state, calls, input: input.value, variables };
}

function refuseLargeInput(input: Json): void {
  const fault = checkJsonLimits(input, runInputLimits);
  if (fault === null) return;
  throw new AppError(fault.code, `The trigger's data cannot be a run's input. ${describeJsonFault(fault)}.`);
}

function asRefusal(error: unknown): AppError {
  if (error instanceof AppError && error.code !== "INTERNAL") return error;
  throw error;
}

async function again(
  tx: DirectTransaction,
  trigger: StoredTrigger,
  { actor, key }: Occurrence,
): Promise<Beginning> {
  const firing = await findFiring(tx, actor.workspaceId, trigger.id, key);
  if (firing === null) throw new Error(`The occurrence ${key} was taken and is not there.`);
  return { outcome: "again", firing };
}
