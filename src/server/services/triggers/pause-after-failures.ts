import type { WorkspaceId } from "#core/ids.ts";
import type { ScheduleTrigger } from "#core/triggers/trigger-definition.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type StoredTrigger, setPaused } from "#server/db/trigger/trigger-store.ts";
import { listLastEnds } from "#server/db/trigger/triggered-runs.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";

/** Pauses a schedule whose last runs all failed, where it is configured to. Returns the reason. Null: not paused. */
export async function pauseAfterFailures(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  trigger: StoredTrigger & { readonly config: ScheduleTrigger },
  nowMs: number,
): Promise<string | null> {
  const limit = trigger.config.pauseAfterFailures;
  if (limit === undefined) return null;
  const ends = await listLastEnds(tx, workspaceId, trigger.id, trigger.countedFromMs, limit);
  const allFailed =
    ends.length === limit && ends.every((status) => status === "failed" || status === "timeout");
  if (!allFailed) return null;
  const reason = `Paused, because its last ${limit === 1 ? "run" : `${limit} runs`} failed.`;
  await setPaused(tx, workspaceId, trigger.id, { atMs: nowMs, reason }, nowMs);
  const nobody = { workspaceId, userId: null, tokenId: null };
  await recordAudit(tx, nobody, "trigger.pause", trigger.id, { key: trigger.key, reason });
  return reason;
}
