import { forgetRun, markRunEnded, watchOpenRun } from "#server/db/run/open-run-store.ts";
import type { TenantSql } from "#server/db/tenant-sql.ts";
import type { ProgressDraft } from "./progress-draft.ts";

/** A run that nobody has heard of for this long is looked at by the reconciler. */
const checkAfterMs = 60_000;
/** Readers that are cut off for a while still find the pieces they missed; then complete text is kept once. */
const tidyAfterMs = 10 * 60_000;

/**
 * Keeps the list of runs that the reconciler looks at: one that begins and goes on is put on it, one that ends leaves it, or
 * stays for a last look when its agents' text is kept twice.
 */
export async function watchOver(tx: TenantSql, { run, plan, isStart, end }: ProgressDraft): Promise<void> {
  if (isStart && end === null) await watchOpenRun(tx, run, run.deadlineMs, checkAfterMs);
  if (isStart || end === null) return;
  if (plan.nodes.every((node) => node.agent === null)) await forgetRun(tx, run.runId);
  else await markRunEnded(tx, run.runId, tidyAfterMs);
}
