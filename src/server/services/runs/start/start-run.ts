import { AppError } from "#core/errors.ts";
import type { PipelineId, RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { type FaultPlan, planAsJson } from "#core/pipeline/rehearsal/fault-plan.ts";
import { initialRunState } from "#core/run/phase.ts";
import {
  ConnectionLostError,
  type DirectTransaction,
  withTenantDirect,
} from "#server/db/driver/direct-transaction.ts";
import { requirePublished } from "#server/db/run/read-pipeline.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { once } from "#server/services/idempotency.ts";
import { beginRun } from "./begin-run.ts";
import { checkKeys } from "./check-keys.ts";
import { checkModels } from "./check-models.ts";
import { freezeRehearsal } from "./freeze-rehearsal.ts";
import { freezeVersion, type VersionChoice, type VersionToRun } from "./freeze-version.ts";
import { notePublished, recallPublished } from "./known-pipelines.ts";
import { prepareVariables } from "./prepare-variables.ts";
import { requireSecrets } from "./require-secrets.ts";

export interface StartRunInput {
  readonly pipelineId: PipelineId;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly version: VersionChoice;
  /** Runs only the part of the draft that leads to this node, and the node. Null or absent: all of it. */
  readonly until?: string | null;
  /** The run's maximum cost, micros of USD. Null or absent: what its limits and the budgets allow. */
  readonly budgetMicros?: number | null;
  /** A rehearsal: all models are the sandbox's, and the named nodes get these faults. Null: a real run. */
  readonly faults?: FaultPlan | null;
  readonly idempotencyKey: string | null;
}

/**
 * Starts a run of a frozen version, in one transaction: either the run exists and will be executed, or nothing has
 * happened.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT for an archived pipeline, INVALID_DEFINITION, MISSING_VARIABLE,
 * INVALID_INPUT, MODEL_NOT_FOUND, KEY_MISSING, SECRET_MISSING, IDEMPOTENCY_MISMATCH, RATE_LIMITED.
 */
export async function startRun(
  context: ServiceContext,
  input: StartRunInput,
): Promise<{ readonly runId: RunId }> {
  authorize(context, "runs.start");
  const { actor, db, ports } = context;
  const { workspaceId } = actor;
  await ports.rateLimits.consume("run-start-by-workspace", workspaceId);
  const known = isPlain(input) ? recallPublished(db, workspaceId, input.pipelineId) : null;
  if (known === null) return start(context, input, null);
  try {
    return await start(context, input, known);
  } catch (error) {
    // It is unknown whether it has committed. Any other error may be due to an outdated version: start again.
    if (error instanceof ConnectionLostError) throw error;
    notePublished(db, workspaceId, input.pipelineId, null);
    return start(context, input, null);
  }
}

/** Whether it asks for the published version as it is, without an idempotency key. */
function isPlain({ version, until, faults, idempotencyKey }: StartRunInput): boolean {
  return version === null && until == null && faults == null && idempotencyKey === null;
}

/** `known` is the remembered published version, and is not read again. Null: it is read. */
function start(
  context: ServiceContext,
  input: StartRunInput,
  known: VersionToRun | null,
): Promise<{ readonly runId: RunId }> {
  const { actor, runs, newId } = context;
  const { workspaceId, userId } = actor;
  const { pipelineId, idempotencyKey } = input;
  return withTenantDirect(context.db, workspaceId, (tx) =>
    once(tx, actor, "runs.start", idempotencyKey, requestOf(input), async () => {
      const frozen = known ?? (await freeze(tx, context, input));
      const { nowMs } = frozen;
      const ofPipeline = { workspaceId, pipelineId, versionId: frozen.versionId };
      const versionId =
        input.faults == null ? frozen.versionId : await freezeRehearsal(tx, newId, ofPipeline, input.faults);
      const plan = await runs.plans.ofVersion(tx, workspaceId, versionId);
      if (plan === null) throw new AppError("NOT_FOUND", `Version ${versionId} no longer exists.`);
      const variables = prepareVariables(plan, input.variables);
      await checkModels(tx, workspaceId, userId, plan);
      await checkKeys(tx, workspaceId, userId, plan);
      await requireSecrets(tx, workspaceId, plan);
      // The last statements are sent with the COMMIT.
      const then = idempotencyKey === null ? "commit" : "go-on";
      const [{ runId }] = await Promise.all([
        beginRun(tx, context, then, { ...beginOf(context, input, plan), versionId, nowMs, variables }),
        // Sent in the same packet, before the statement that ends the transaction.
        known !== null && requirePublished(tx, workspaceId, pipelineId, versionId),
      ]);
      return { runId };
    }),
  );
}

/** What is read is remembered for the next run. */
async function freeze(
  tx: DirectTransaction,
  { db, newId, actor: { workspaceId } }: ServiceContext,
  { pipelineId, version, until = null }: StartRunInput,
): Promise<VersionToRun> {
  const frozen = await freezeVersion(tx, newId, workspaceId, pipelineId, version, until);
  if (version === null && frozen.isPublished) notePublished(db, workspaceId, pipelineId, frozen);
  return frozen;
}

function beginOf(
  { actor }: ServiceContext,
  { pipelineId, input, budgetMicros = null }: StartRunInput,
  plan: Plan,
) {
  return {
    action: "run.start",
    pipelineId,
    plan,
    state: initialRunState(plan),
    triggerKind: actor.kind === "token" ? "api" : "manual",
    trigger: null,
    input,
    fork: null,
    budgetMicros,
  } as const;
}

/** What is compared when the same key is used again. */
function requestOf(input: StartRunInput): JsonObject {
  return {
    pipelineId: input.pipelineId,
    input: input.input,
    variables: input.variables,
    version: input.version,
    // Left out where it was not given, so that requests of older programs keep their hash.
    ...(input.budgetMicros == null ? {} : { budgetMicros: input.budgetMicros }),
    ...(input.until == null ? {} : { until: input.until }),
    ...(input.faults == null ? {} : { faults: planAsJson(input.faults) }),
  };
}
