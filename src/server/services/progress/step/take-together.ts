import type { RunId, WorkspaceId } from "#core/ids.ts";
import {
  ConnectionLostError,
  type DirectTransaction,
  withTenantDirect,
} from "#server/db/driver/direct-transaction.ts";
import { isChangedMeanwhile } from "#server/db/run/progress/changed-meanwhile.ts";
import type { NodeRunProgress } from "#server/db/run/progress/find-attempt.ts";
import type { EngineContext } from "../engine-context.ts";
import type { Changeset } from "./changeset.ts";
import { commitChangesets, isUntouched } from "./commit-progress.ts";
import type { RunSteps } from "./node-step.ts";
import { openNodeChangesets } from "./open-changeset.ts";
import { type DatabaseClock, databaseClock, type RememberedRuns, runKey } from "./remembered-runs.ts";

type Tools = Pick<EngineContext, "db" | "engine" | "plans" | "log"> & { readonly remembered: RememberedRuns };

/** What a run's steps are decided on. */
interface Ground {
  readonly changeset: Changeset;
  readonly progress: readonly NodeRunProgress[];
  readonly clock: DatabaseClock;
}

interface Decided extends Ground {
  readonly runId: RunId;
  readonly results: readonly unknown[];
}

/** A run locked by somebody else for longer must not delay those that are written with it. */
const lockWaitMs = 1_000;

/**
 * Decides and writes steps of some runs of a workspace in one transaction, and answers their callers. False when that
 * fails: then each run must be tried alone, so that one does not fail the others. A lost connection is not retried: the
 * transaction may have committed, and callers know how to ask again. Never throws.
 */
export async function takeTogether(
  tools: Tools,
  workspaceId: WorkspaceId,
  runs: readonly RunSteps[],
): Promise<boolean> {
  try {
    answer(runs, await decideAndWrite(tools, workspaceId, runs, lockWaitMs));
  } catch (error) {
    if (!(error instanceof ConnectionLostError)) {
      logUnusual(tools, error, "runs could not be written together, and are tried separately");
      return false;
    }
    refuse(runs, error);
  }
  return true;
}

/** The same for one run, without a time limit: its steps together, then each alone. Never throws. */
export async function takeAlone(tools: Tools, workspaceId: WorkspaceId, run: RunSteps): Promise<void> {
  const { runId, steps } = run;
  try {
    answer([run], await decideAndWrite(tools, workspaceId, [run], null));
  } catch (error) {
    const isLost = error instanceof ConnectionLostError;
    if (steps.length === 1 || isLost) refuse([run], error);
    else {
      logUnusual(tools, error, "steps of a run could not be written together, and are tried separately");
      for (const step of steps) await takeAlone(tools, workspaceId, { runId, steps: [step] });
    }
  }
}

function answer(runs: readonly RunSteps[], results: Results): void {
  const taken = new Map(results);
  for (const { runId, steps } of runs) {
    const own = taken.get(runId);
    for (const [index, step] of steps.entries()) step.resolve(own?.[index] ?? null);
  }
}

function refuse(runs: readonly RunSteps[], error: unknown): void {
  for (const step of runs.flatMap(({ steps }) => steps)) step.reject(error);
}

type Results = readonly (readonly [RunId, readonly unknown[]])[];

/** If a single run has changed since it was remembered, its steps are decided again on what the database says. */
async function decideAndWrite(
  tools: Tools,
  workspaceId: WorkspaceId,
  runs: readonly RunSteps[],
  waitMs: number | null,
): Promise<Results> {
  const { remembered } = tools;
  try {
    return await transact(tools, workspaceId, runs, waitMs);
  } catch (error) {
    const isLost = error instanceof ConnectionLostError;
    // Retried alone, each run shows whether it was the cause.
    if (runs.length > 1 && !isLost) throw error;
    const keys = runs.map(({ runId }) => runKey({ workspaceId, runId }));
    const wasGuessed = keys.some((key) => remembered.knows(key));
    for (const key of keys) {
      if (isChangedMeanwhile(error)) remembered.contest(key);
      else remembered.forget(key);
    }
    if (isLost || !wasGuessed) throw error;
    logUnusual(tools, error, "a step could not be decided on what was remembered of its run");
    return transact(tools, workspaceId, runs, waitMs);
  }
}

async function transact(
  tools: Tools,
  workspaceId: WorkspaceId,
  runs: readonly RunSteps[],
  waitMs: number | null,
): Promise<Results> {
  const decide = async (tx: DirectTransaction) => {
    const { decided: foreseen, ending } = await decideForeseen(tx, tools, workspaceId, runs);
    const known = new Set(foreseen.map(({ runId }) => runId));
    const others = runs.filter(({ runId }) => !known.has(runId));
    const read = others.length === 0 ? [] : await decideOnRead(tx, tools, workspaceId, others, ending);
    const all = [...foreseen, ...read];
    const changesets = all.map(({ changeset }) => changeset);
    await commitChangesets(tx, tools, workspaceId, changesets, "commit");
    return all;
  };
  const decided = await withTenantDirect(tools.db, workspaceId, decide, waitMs);
  for (const { runId, changeset, clock } of decided) {
    if (!isUntouched(changeset)) tools.remembered.note(runKey({ workspaceId, runId }), changeset, clock);
  }
  return decided.map(({ runId, results }) => [runId, results]);
}

interface Foreseen {
  readonly decided: readonly Decided[];
  /** Runs that these steps will probably end. */
  readonly ending: ReadonlySet<RunId>;
}

/**
 * A step that ends a run needs all its steps unless this process has its story, and a step that changes nothing reports
 * that to a caller who relies on it. Both are therefore decided on what is read, not on what is remembered.
 */
async function decideForeseen(
  tx: DirectTransaction,
  { remembered }: Tools,
  workspaceId: WorkspaceId,
  runs: readonly RunSteps[],
): Promise<Foreseen> {
  const decided: Decided[] = [];
  const ending = new Set<RunId>();
  for (const run of runs) {
    const refs = run.steps.map(({ ref }) => ref);
    const ground = remembered.changesetOf(runKey({ workspaceId, runId: run.runId }), refs);
    if (ground === null) continue;
    const askedBefore = tx.asked;
    const results = await decideAll(tx, run, ground);
    const { end, story } = ground.changeset;
    const canBeWritten = end === null || story !== null;
    if (canBeWritten && !isUntouched(ground.changeset))
      decided.push({ ...ground, runId: run.runId, results });
    // Undoes what was issued to the database on a guess.
    else if (tx.asked > askedBefore) throw new NotForeseeableError();
    else if (end !== null) ending.add(run.runId);
  }
  return { decided, ending };
}

async function decideOnRead(
  tx: DirectTransaction,
  tools: Tools,
  workspaceId: WorkspaceId,
  runs: readonly RunSteps[],
  ending: ReadonlySet<RunId>,
): Promise<readonly Decided[]> {
  const asked = runs.map(({ runId, steps }) => {
    return { runId, refs: steps.map(({ ref }) => ref), mayEnd: ending.has(runId) };
  });
  const locked = await openNodeChangesets(tx, tools, workspaceId, asked);
  const grounds = runs.flatMap((run, index) => {
    const found = locked[index];
    return found ? [{ run, ground: { ...found, clock: databaseClock(found.changeset.run) } }] : [];
  });
  // Waits for all of them, also when one fails: nobody may issue anything once the transaction has ended.
  const settled = await Promise.allSettled(
    grounds.map(async ({ run, ground }) => {
      return { ...ground, runId: run.runId, results: await decideAll(tx, run, ground) };
    }),
  );
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

async function decideAll(
  tx: DirectTransaction,
  { steps }: RunSteps,
  { changeset, progress }: Ground,
): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  for (const [index, { decide }] of steps.entries()) {
    const own = progress[index];
    if (own !== undefined) results.push(await decide({ tx, changeset, progress: own }));
  }
  return results;
}

/**
 * The reason for taking steps in another way is logged where it is a defect, which would otherwise show only as lost
 * speed.
 */
function logUnusual({ log }: Tools, error: unknown, message: string): void {
  const isUsual = isChangedMeanwhile(error) || isHeldByOthers(error) || error instanceof NotForeseeableError;
  if (!isUsual) log.warn({ err: error }, message);
}

/** Waiting for a run's row lock timed out (`lock_not_available`). */
function isHeldByOthers(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "55P03";
}

/** Undoes the transaction: what was decided on a guess must not be written. */
class NotForeseeableError extends Error {}
