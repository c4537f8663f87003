import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { skipQueuedFirings } from "#server/db/trigger/firing-store.ts";
import { letGo, readDatabaseTime } from "#server/db/trigger/live-trigger-store.ts";
import { listTriggers, setEvaluatedUntil } from "#server/db/trigger/trigger-store.ts";
import { switchOn } from "./publish-triggers.ts";

/** Rests the triggers of an archived pipeline; those of a restored one continue from now. */
export async function restTriggers(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  isArchived: boolean,
): Promise<void> {
  const triggers = await listTriggers(tx, workspaceId, pipelineId);
  if (triggers.length === 0) return;
  const nowMs = await readDatabaseTime(tx);
  for (const trigger of triggers) {
    if (isArchived) {
      await letGo(tx, trigger.id);
      await skipQueuedFirings(tx, workspaceId, trigger.id, "The pipeline was archived.");
    } else {
      if (trigger.config.kind === "schedule") await setEvaluatedUntil(tx, workspaceId, trigger.id, nowMs);
      await switchOn(tx, workspaceId, { ...trigger, evaluatedUntilMs: nowMs });
    }
  }
}
