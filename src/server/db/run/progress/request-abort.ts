import type { RunId } from "#core/ids.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Asks the workers of this run to stop: the flag for those that miss the bell, the bell for those that listen. */
export async function requestAbort(tx: TenantSql, runId: RunId): Promise<void> {
  ringAfterCommit(tx, "run_control", runId);
  await tx.$executeRaw`UPDATE system.leases SET abort_requested = true WHERE run_id = ${runId}::uuid`;
}
