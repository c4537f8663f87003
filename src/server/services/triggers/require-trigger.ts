import { AppError } from "#core/errors.ts";
import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { listTriggers, type StoredTrigger } from "#server/db/trigger/trigger-store.ts";

/** A trigger by its id in the definition. */
export interface TriggerName {
  readonly pipelineId: PipelineId;
  readonly triggerId: string;
}

/** @throws AppError NOT_FOUND when the published version of the pipeline has no such trigger. */
export async function requireTrigger(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { pipelineId, triggerId }: TriggerName,
): Promise<StoredTrigger> {
  const [trigger] = await listTriggers(tx, workspaceId, pipelineId, triggerId);
  if (trigger !== undefined) return trigger;
  throw new AppError(
    "NOT_FOUND",
    `The pipeline has no trigger ${triggerId}. Triggers exist once the pipeline is published.`,
  );
}
