import { type PipelineVersionId, pipelineVersionIdSchema, type RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { insertFrozenVersion } from "#server/db/run/read-pipeline.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { once } from "#server/services/idempotency.ts";
import { beginRun } from "../start/begin-run.ts";
import { checkKeys } from "../start/check-keys.ts";
import { checkModels } from "../start/check-models.ts";
import { hashContent } from "../start/freeze-version.ts";
import { requireSecrets } from "../start/require-secrets.ts";
import { type ForkRequest, type ForkSource, readForkSource } from "./read-fork-source.ts";

export interface ForkRunInput extends ForkRequest {
  readonly idempotencyKey: string | null;
}

/**
 * Starts a new run that reuses everything upstream of the given nodes that no change affects: nothing of it is called
 * or paid again. The changes are stored with it. The source is not modified.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT, INVALID_INPUT, INVALID_DEFINITION, MISSING_VARIABLE, KEY_MISSING,
 * SECRET_MISSING, IDEMPOTENCY_MISMATCH, RATE_LIMITED.
 */
export async function forkRun(
  context: ServiceContext,
  input: ForkRunInput,
  action: "run.fork" | "run.resume" = "run.fork",
): Promise<{ readonly runId: RunId }> {
  authorize(context, "runs.start");
  const { workspaceId, userId } = context.actor;
  await context.ports.rateLimits.consume("run-start-by-workspace", workspaceId);
  const { runId: sourceId, fromNodeIds, failedItems = [], changes } = input;
  const request = {
    runId: sourceId,
    fromNodeIds: [...fromNodeIds],
    ...(failedItems.length === 0 ? {} : { failedItems: [...failedItems] }),
    ...(changes === undefined ? {} : { changes: changes as Json }),
  };
  return withTenantDirect(context.db, workspaceId, (tx) =>
    once(tx, context.actor, "runs.fork", input.idempotencyKey, request, async () => {
      const source = await readForkSource(tx, context, input);
      const { run, target, fork } = source;
      await checkModels(tx, workspaceId, userId, target.plan);
      await checkKeys(tx, workspaceId, userId, target.plan);
      await requireSecrets(tx, workspaceId, target.plan);
      const { runId } = await beginRun(tx, context, "go-on", {
        action,
        pipelineId: run.pipelineId,
        versionId: await freeze(tx, context, source),
        plan: target.plan,
        nowMs: run.nowMs,
        input: source.input,
        variables: source.variables,
        state: fork.state,
        triggerKind: "fork",
        trigger: null,
        fork: {
          runId: sourceId,
          fromNodes: fromNodeIds,
          reused: fork.reused,
          errors: source.errors,
          outputs: changes?.outputs ?? {},
          changes: source.changes,
        },
      });
      return { runId };
    }),
  );
}

/** A definition that was changed for this run is frozen with it, like a draft or a rehearsal. */
async function freeze(
  tx: TenantSql,
  { newId, actor: { workspaceId } }: ServiceContext,
  { run: { pipelineId }, target: { versionId, definition, agents, kind } }: ForkSource,
): Promise<PipelineVersionId> {
  if (versionId !== null) return versionId;
  const id = pipelineVersionIdSchema.parse(newId());
  const contentHash = hashContent(definition, agents);
  return insertFrozenVersion(tx, { kind, id, workspaceId, pipelineId, definition, agents, contentHash });
}
