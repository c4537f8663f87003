import { AppError } from "#core/errors.ts";
import type { PipelineId, RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { type FaultPlan, planAsJson } from "#core/pipeline/rehearsal/fault-plan.ts";
import { initialRunState } from "#core/run/phase.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { once } from "#server/services/idempotency.ts";
import { beginRun } from "./begin-run.ts";
import { checkKeys } from "./check-keys.ts";
import { checkModels } from "./check-models.ts";
import { checkSecrets } from "./check-secrets.ts";
import { freezeRehearsal } from "./freeze-rehearsal.ts";
import { freezeVersion, type VersionChoice } from "./freeze-version.ts";
import { prepareVariables } from "./prepare-variables.ts";

export interface StartRunInput {
  readonly pipelineId: PipelineId;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly version: VersionChoice;
  /** Of the draft only what leads to this node, and itself; null or left out: all of it. */
  readonly until?: string | null;
  /** The most that the run may cost, micros of USD; null or left out: what its limits and the budgets allow. */
  readonly budgetMicros?: number | null;
  /** A rehearsal: all models are the sandbox's, and the nodes that are named meet this trouble. Null: a run. */
  readonly faults?: FaultPlan | null;
  readonly idempotencyKey: string | null;
}

/**
 * Starts a run of a frozen version, in one transaction: either the run is there and will be carried on, or nothing has
 * happened.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_DEFINITION, MISSING_VARIABLE, INVALID_INPUT, KEY_MISSING,
 * SECRET_MISSING, IDEMPOTENCY_MISMATCH, RATE_LIMITED.
 */
export async function startRun(
  context: ServiceContext,
  input: StartRunInput,
): Promise<{ readonly runId: RunId }> {
  authorize(context, "runs.start");
  const { actor, runs, newId, ports } = context;
  const { workspaceId, userId } = actor;
  await ports.rateLimits.consume("run-start-by-workspace", workspaceId);
  return withTenantDirect(context.db, workspaceId, (tx) =>
    once(tx, actor, "runs.start", input.idempotencyKey, requestOf(input), async () => {
      const frozen = await freezeVersion(
        tx,
        newId,
        workspaceId,
        input.pipelineId,
        input.version,
        input.until,
      );
      const { nowMs } = frozen;
      const ofPipeline = { workspaceId, pipelineId: input.pipelineId, versionId: frozen.versionId };
      const versionId =
        input.faults == null ? frozen.versionId : await freezeRehearsal(tx, newId, ofPipeline, input.faults);
      const plan = await runs.plans.ofVersion(tx, workspaceId, versionId);
      if (plan === null) throw new AppError("NOT_FOUND", `Version ${versionId} no longer exists.`);
      const variables = prepareVariables(plan, input.variables);
      await checkModels(tx, workspaceId, userId, plan);
      await checkKeys(tx, workspaceId, userId, plan);
      await checkSecrets(tx, workspaceId, plan);
      // What is asked for last travels with the COMMIT.
      const then = input.idempotencyKey === null ? "commit" : "go-on";
      const { runId } = await beginRun(tx, context, then, {
        action: "run.start",
        pipelineId: input.pipelineId,
        versionId,
        nowMs,
        plan,
        state: initialRunState(plan),
        triggerKind: actor.kind === "token" ? "api" : "manual",
        trigger: null,
        input: input.input,
        variables,
        fork: null,
        budgetMicros: input.budgetMicros ?? null,
      });
      return { runId };
    }),
  );
}

/** What is compared where the same key comes again. */
function requestOf(input: StartRunInput): JsonObject {
  return {
    pipelineId: input.pipelineId,
    input: input.input,
    variables: input.variables,
    version: input.version,
    // Left out where it was not given: requests of programs that do not know it stay the same.
    ...(input.budgetMicros == null ? {} : { budgetMicros: input.budgetMicros }),
    ...(input.until == null ? {} : { until: input.until }),
    ...(input.faults == null ? {} : { faults: planAsJson(input.faults) }),
  };
}
