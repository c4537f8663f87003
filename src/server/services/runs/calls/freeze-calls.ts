import { AppError } from "#core/errors.ts";
import type { PipelineId, PipelineVersionId, WorkspaceId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { mayStartRuns } from "#core/nodes/type-of.ts";
import { bodiesDeep } from "#core/pipeline/bodies/every-node.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { RunState } from "#core/run/state.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { isRehearsalVersion } from "#server/db/run/read-version.ts";
import type { AuditActor } from "#server/services/audit/record-audit.ts";
import type { PlanCache } from "#server/services/progress/plan-cache.ts";
import { checkKeys } from "../start/check-keys.ts";
import { checkModels } from "../start/check-models.ts";
import { freezeRehearsal } from "../start/freeze-rehearsal.ts";
import { requireSecrets } from "../start/require-secrets.ts";
import { freezeBodies } from "./freeze-bodies.ts";
import { type CalledVersion, walkCalls } from "./walk-calls.ts";

interface Freezer {
  readonly actor: AuditActor;
  readonly newId: () => string;
  readonly runs: { readonly plans: PlanCache };
}

interface Caller {
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  readonly plan: Plan;
  readonly state: RunState;
}

/**
 * Freezes the versions of all pipelines that a run may call, directly or not, and of their bodies. The keys and secrets
 * that they need are checked, too. What a rehearsal calls is rehearsed. Null where nothing can be called, and then
 * nothing is read.
 * @throws AppError INVALID_DEFINITION naming each node that cannot be executed, KEY_MISSING, SECRET_MISSING.
 */
export async function freezeCalls(
  tx: TenantSql,
  context: Freezer,
  caller: Caller,
): Promise<JsonObject | null> {
  const { plan, state, pipelineId, versionId } = caller;
  const isToCall = plan.nodes.some(
    ({ id, definition }) => mayStartRuns(definition) && state.phases[id] === "idle",
  );
  if (!isToCall || state.closing !== null) return null;
  const { workspaceId, userId } = context.actor;
  const { versions, problems } = await walkCalls(tx, workspaceId, pipelineId, plan.definition);
  const [first] = problems;
  if (first !== undefined) {
    const message = `The pipeline cannot run. ${first.message}`;
    throw new AppError("INVALID_DEFINITION", message, { problems });
  }
  const isRehearsal = await isRehearsalVersion(tx, workspaceId, versionId);
  const frozen = new Map<string, PipelineVersionId>();
  const ran = [{ pipelineId, versionId }];
  for (const [key, called] of versions) {
    const id = isRehearsal ? await rehearsalOf(tx, context, workspaceId, called) : called.versionId;
    frozen.set(key, id);
    ran.push({ pipelineId: called.pipelineId, versionId: id });
  }
  for (const version of ran) {
    const ranPlan = await context.runs.plans.ofVersion(tx, workspaceId, version.versionId);
    if (ranPlan === null || bodiesDeep(ranPlan.definition) === 0) continue;
    const bodies = await freezeBodies(tx, context.newId, { ...version, workspaceId, isRehearsal });
    for (const [key, id] of bodies) frozen.set(key, id);
  }
  for (const id of new Set(frozen.values())) {
    const calledPlan = await context.runs.plans.ofVersion(tx, workspaceId, id);
    if (calledPlan === null) throw new AppError("NOT_FOUND", `Version ${id} no longer exists.`);
    await checkModels(tx, workspaceId, userId, calledPlan);
    await checkKeys(tx, workspaceId, userId, calledPlan);
    await requireSecrets(tx, workspaceId, calledPlan);
  }
  return Object.fromEntries(frozen);
}

function rehearsalOf(
  tx: TenantSql,
  { newId }: Freezer,
  workspaceId: WorkspaceId,
  { pipelineId, versionId }: CalledVersion,
): Promise<PipelineVersionId> {
  return freezeRehearsal(tx, newId, { workspaceId, pipelineId, versionId }, {});
}
