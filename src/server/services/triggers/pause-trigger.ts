import { withTenant } from "#server/db/driver/with-tenant.ts";
import { setPaused } from "#server/db/trigger/trigger-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireTrigger, type TriggerName } from "./require-trigger.ts";

/**
 * Pauses or resumes a trigger. Occurrences meanwhile are recorded as skipped and not caught up. A pause is kept across
 * versions.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function pauseTrigger(
  context: ServiceContext,
  input: TriggerName & { readonly isPaused: boolean },
): Promise<void> {
  authorize(context, "triggers.manage");
  const { actor, db, clock } = context;
  const { workspaceId } = actor;
  await withTenant(db, workspaceId, async (tx) => {
    const { id, key, pausedAtMs } = await requireTrigger(tx, workspaceId, input);
    if ((pausedAtMs !== null) === input.isPaused) return;
    const nowMs = clock.nowMs();
    await setPaused(tx, workspaceId, id, input.isPaused ? { atMs: nowMs, reason: null } : null, nowMs);
    await recordAudit(tx, actor, input.isPaused ? "trigger.pause" : "trigger.resume", id, {
      pipelineId: input.pipelineId,
      key,
    });
  });
}
