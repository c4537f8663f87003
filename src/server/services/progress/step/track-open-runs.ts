import { standsStill } from "#core/run/standing-still.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import {
  forgetRuns,
  hastenCheck,
  letRunRest,
  markRunsEnded,
  watchOpenRun,
  watchRunAgain,
} from "#server/db/run/progress/open-run-store.ts";
import type { Changeset } from "./changeset.ts";
import { checkAfterMs, checkTimeOf, wakeGraceMs } from "./check-times.ts";

/**
 * Readers that lose their connection for a while still find the pieces they missed; then completed text is kept once.
 */
const tidyAfterMs = 10 * 60_000;

/**
 * Maintains the list of runs that the reconciler checks: a run that begins is added; one that ends is removed, or stays
 * for a last check when its agents' text is stored twice. A retry or wait that is lost with its worker is found soon
 * after it was due. A run that only waits is left alone until one of its waits is due.
 */
export async function trackOpenRuns(tx: TenantSql, changesets: readonly Changeset[]): Promise<void> {
  const ended = changesets.filter(({ isStart, end }) => !isStart && end !== null);
  const [tidy, untidy] = [ended.filter((changeset) => !hasText(changeset)), ended.filter(hasText)];
  const [heard, unheard] = [tidy.filter(isRoot), tidy.filter((changeset) => !isRoot(changeset))];
  // Issued at once, so they are sent with the COMMIT.
  await Promise.all([
    ...changesets.filter(({ end }) => end === null).map((changeset) => watchOpen(tx, changeset)),
    forgetRuns(
      tx,
      heard.map(({ run }) => run.runId),
    ),
    // Checked once more: whether the parent has processed the end.
    markRunsEnded(
      tx,
      unheard.map(({ run }) => run.runId),
      checkAfterMs,
    ),
    markRunsEnded(
      tx,
      untidy.map(({ run }) => run.runId),
      tidyAfterMs,
    ),
  ]);
}

async function watchOpen(tx: TenantSql, changeset: Changeset): Promise<void> {
  const { run, plan, state, isStart, changes } = changeset;
  if (standsStill(plan, state)) {
    await Promise.all([
      isStart && watchOpenRun(tx, run, run.deadlineMs, checkAfterMs),
      letRunRest(tx, run, wakeGraceMs),
    ]);
    return;
  }
  const wakesAtMs = [...changes.values()].flatMap(({ wakeAtMs }) => wakeAtMs ?? []);
  const checkAtMs = checkTimeOf(wakesAtMs, run.nowMs);
  await Promise.all([
    isStart && watchOpenRun(tx, run, run.deadlineMs, checkAfterMs),
    run.isStandingStill && watchRunAgain(tx, run.runId, run.deadlineMs, checkAfterMs),
    checkAtMs !== null && hastenCheck(tx, run.runId, checkAtMs),
  ]);
}

function isRoot({ run }: Changeset): boolean {
  return run.child === null;
}

function hasText({ plan }: Changeset): boolean {
  return plan.nodes.some((node) => node.agent !== null);
}
