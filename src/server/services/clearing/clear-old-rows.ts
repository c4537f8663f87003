import type { WorkspaceId } from "#core/ids.ts";
import { keptDays, keptFileDays, keptFirings, leastRounds, roundsForBodiesOf } from "#core/policy/kept.ts";
import { lowestUuid7 } from "#server/crypto/uuid7.ts";
import { clearAgainSoon, takeClearings } from "#server/db/clearing/clearing-store.ts";
import {
  deleteOldDeliveries,
  deleteOldEventData,
  deleteOldEvents,
  deleteOldFirings,
  deleteOldWindows,
} from "#server/db/clearing/delete-old-rows.ts";
import { deleteOldBodies } from "#server/db/deletion/bodies.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { withSystem, withTenant } from "#server/db/driver/with-tenant.ts";
import { readDatabaseTime } from "#server/db/trigger/live-trigger-store.ts";
import { clearFiles } from "#server/services/files/clear-files.ts";
import type { FileTools } from "#server/services/files/file-tools.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";

const dayMs = 86_400_000;
/** Workspaces per pass. */
const batchSize = 20;
/** Rows deleted per transaction. */
const rowsAtOnce = 1_000;
/** Runs whose bodies are deleted per transaction: each has rows in many tables. */
const runsAtOnce = 100;
/** Files deleted in one go, each with its bytes. */
const filesAtOnce = 200;
/** Due before the next pass, which comes every minute: a full minute would just miss it. */
const soonMs = 1_000;

/** Event ids contain the time of the process that made them; this allows for clocks that differ by up to a day. */
const clockSlackMs = dayMs;

/**
 * Deletes what nobody needs any longer: old trigger firings, events, messages to webhooks, windows of budgets, bodies
 * of runs and events past the workspace's retention time, and unreferenced files. The records of what was done and paid
 * stay: runs, their logs, the ledger, the audit. Any number of processes may run it; a workspace is cleared once a day,
 * a bounded number of rows at a time. `nowMs` stands in for the database's clock. Returns how many rows were deleted.
 */
export async function clearOldRows(
  { db, log, bodies }: Pick<EngineContext, "db" | "log" | "bodies">,
  nowMs: number | null = null,
): Promise<number> {
  let cleared = 0;
  const asOfMs = nowMs ?? (await withSystem(db, readDatabaseTime));
  const due = await withSystem(db, (tx) => takeClearings(tx, batchSize, dayMs));
  for (const workspaceId of due) {
    try {
      const bodyRounds = roundsForBodiesOf(due.length);
      cleared += await clearWorkspace({ db, bodies }, workspaceId, { nowMs: asOfMs, bodyRounds });
    } catch (error) {
      log.warn({ err: error, workspaceId }, "could not delete old rows");
      await withSystem(db, (tx) => clearAgainSoon(tx, workspaceId, soonMs));
    }
  }
  return cleared;
}

/** One kind of old rows: how many per transaction, and in how many transactions at most. */
interface Kind {
  readonly atOnce: number;
  readonly rounds: number;
  readonly clear: () => Promise<number>;
}

/** Unreferenced files: whoever stores a file refers to it within a day. */
function unnamedFiles(nowMs: number) {
  return { beforeMs: nowMs - keptFileDays * dayMs, limit: filesAtOnce };
}

interface Look {
  readonly nowMs: number;
  readonly bodyRounds: number;
}

async function clearWorkspace(
  tools: FileTools,
  workspaceId: WorkspaceId,
  { nowMs, bodyRounds }: Look,
): Promise<number> {
  const beforeMs = nowMs - keptDays * dayMs;
  const old = { beforeMs, limit: rowsAtOnce };
  const below = lowestUuid7(beforeMs + clockSlackMs);
  const rows = (
    atOnce: number,
    clear: (tx: TenantSql) => Promise<number>,
    rounds: number = leastRounds,
  ): Kind => ({
    atOnce,
    rounds,
    clear: () => withTenant(tools.db, workspaceId, clear),
  });
  const kinds: readonly Kind[] = [
    rows(rowsAtOnce, (tx) => deleteOldFirings(tx, workspaceId, old, keptFirings)),
    rows(rowsAtOnce, (tx) => deleteOldEvents(tx, workspaceId, old, below)),
    rows(rowsAtOnce, (tx) => deleteOldWindows(tx, workspaceId, old)),
    rows(rowsAtOnce, (tx) => deleteOldDeliveries(tx, workspaceId, old)),
    rows(rowsAtOnce, (tx) => deleteOldEventData(tx, workspaceId, { nowMs, limit: rowsAtOnce })),
    rows(runsAtOnce, (tx) => deleteOldBodies(tx, workspaceId, { nowMs, limit: runsAtOnce }), bodyRounds),
    {
      atOnce: filesAtOnce,
      rounds: leastRounds,
      clear: () => clearFiles(tools, workspaceId, unnamedFiles(nowMs)),
    },
  ];
  let cleared = 0;
  for (const { atOnce, rounds, clear } of kinds) {
    for (let round = 1; ; round += 1) {
      const count = await clear();
      cleared += count;
      if (count < atOnce) break;
      if (round < rounds) continue;
      await withSystem(tools.db, (tx) => clearAgainSoon(tx, workspaceId, soonMs));
      break;
    }
  }
  return cleared;
}
