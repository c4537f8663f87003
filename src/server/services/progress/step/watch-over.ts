import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import {
  forgetRun,
  hastenCheck,
  markRunEnded,
  watchOpenRun,
} from "#server/db/run/progress/open-run-store.ts";
import { checkAfterMs, checkTimeOf } from "./check-times.ts";
import type { ProgressDraft } from "./progress-draft.ts";

/** Readers that are cut off for a while still find the pieces they missed; then complete text is kept once. */
const tidyAfterMs = 10 * 60_000;

/**
 * Keeps the list of runs that the reconciler looks at: one that begins and goes on is put on it, one that ends leaves it, or
 * stays for a last look when its agents' text is kept twice. A retry or a wait that is lost with its worker is found soon after its time.
 */
export async function watchOver(tx: TenantSql, draft: ProgressDraft): Promise<void> {
  const { run, isStart, end, changes } = draft;
  const wakesAtMs = [...changes.values()].flatMap(({ wakeAtMs }) => wakeAtMs ?? []);
  const checkAtMs = end === null ? checkTimeOf(wakesAtMs, run.nowMs) : null;
  // Asked for at once: they travel with the COMMIT.
  await Promise.all([
    isStart && end === null && watchOpenRun(tx, run, run.deadlineMs, checkAfterMs),
    checkAtMs !== null && hastenCheck(tx, run.runId, checkAtMs),
    !isStart && end !== null && leaveEnded(tx, draft),
  ]);
}

function leaveEnded(tx: TenantSql, { run, plan }: ProgressDraft): Promise<void> {
  if (plan.nodes.every((node) => node.agent === null)) return forgetRun(tx, run.runId);
  return markRunEnded(tx, run.runId, tidyAfterMs);
}
