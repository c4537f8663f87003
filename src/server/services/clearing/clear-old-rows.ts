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
/** Workspaces that are looked at in one go. */
const batchSize = 20;
/** Rows that are deleted in one transaction. */
const rowsAtOnce = 1_000;
/** Runs whose bodies are deleted in one transaction: each has rows of many tables. */
const runsAtOnce = 100;
/** Files that are deleted in one go, each with its bytes. */
const filesAtOnce = 200;
/** Before the next look, which comes each minute: a whole minute would miss it, and wait for the one after. */
const soonMs = 1_000;

/** Ids of events grow with the time of whoever made them: clocks that differ by less than a day are all right. */
const clockSlackMs = dayMs;

/**
 * Deletes what nobody reads any longer: old occurrences of triggers, events, messages to webhooks, the windows of
 * budgets, the bodies of runs and events where the workspace keeps them for a limited time, and files that nothing
 * names. What says what was done and paid stays: runs, their logs, the ledger, the audit. Any number of processes may
 * look; a workspace is cleared once a day, a bounded number of rows at a time. `nowMs` stands in for the database's
 * clock. Returns how many rows went.
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
      log.warn({ err: error, workspaceId }, "could not delete what is old");
      await withSystem(db, (tx) => clearAgainSoon(tx, workspaceId, soonMs));
    }
  }
  return cleared;
}

/** One kind of what is old, how much of it goes in one transaction, and in how many of them at most. */
interface Kind {
  readonly atOnce: number;
  readonly rounds: number;
  readonly clear: () => Promise<number>;
}

/** Files that nothing names: whoever keeps one writes down that it is needed within a day. */
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
