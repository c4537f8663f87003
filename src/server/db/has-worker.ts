import { workerLockKey } from "#core/dispatch/worker-lock.ts";
import type { Database } from "./driver/client.ts";

/** Whether a worker holds its advisory lock on this database now. Reads no table. */
export async function hasWorker(db: Database): Promise<boolean> {
  const [space, key] = workerLockKey;
  const rows = await db.$queryRaw<{ isHeld: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM pg_locks
      WHERE locktype = 'advisory' AND classid = ${space}::oid AND objid = ${key}::oid AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    ) AS "isHeld"`;
  return rows[0]?.isHeld === true;
}
