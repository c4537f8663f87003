import type { NodeRunRef } from "#core/run/node-task.ts";
import {
  ConnectionLostError,
  type DirectTransaction,
  withTenantDirect,
} from "#server/db/driver/direct-transaction.ts";
import type { NodeRunProgress } from "#server/db/run/progress/find-attempt.ts";
import { isChangedMeanwhile } from "#server/db/run/progress/require-unchanged.ts";
import type { EngineContext } from "../engine-context.ts";
import { commitProgress, isUntouched } from "./commit-progress.ts";
import { databaseClock, type ForeseenDraft, Foresight } from "./foresight.ts";
import { lockNodeDraft } from "./lock-draft.ts";
import type { Decide, StepTaker } from "./node-step.ts";
import type { ProgressDraft } from "./progress-draft.ts";

type Tools = Pick<EngineContext, "db" | "engine" | "plans">;

interface Taker {
  readonly tools: Tools;
  readonly foresight: Foresight;
}

interface Step {
  readonly ref: NodeRunRef;
  readonly decide: Decide<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A transaction holds the run's lock, so it must stay short however many steps wait. */
const maxTogether = 64;

/**
 * The steps that this process makes in its runs. Those of one run would wait for each other at the run's lock, each holding a connection and
 * then its own wait for the disk; so while one is being written the others gather, and are then decided and written together. The branches of
 * a fan thus cost a few commits and not two each. Steps of different runs do not wait for each other.
 */
export class NodeSteps implements StepTaker {
  readonly #waiting = new Map<string, Step[]>();
  readonly #taker: Taker;

  constructor(tools: Tools) {
    this.#taker = { tools, foresight: new Foresight() };
  }

  take<Result>(ref: NodeRunRef, decide: Decide<Result>): Promise<Result | null> {
    return new Promise((resolve, reject) => {
      const step = { ref, decide, resolve: resolve as (result: unknown) => void, reject };
      const key = `${ref.workspaceId}:${ref.runId}`;
      const waiting = this.#waiting.get(key);
      if (waiting !== undefined) waiting.push(step);
      else {
        this.#waiting.set(key, [step]);
        void this.#work(key);
      }
    });
  }

  async #work(key: string): Promise<void> {
    for (let waiting = this.#waiting.get(key) ?? []; waiting.length > 0; ) {
      const [together, later] = divide(waiting);
      this.#waiting.set(key, later);
      await takeTogether(this.#taker, key, together);
      waiting = this.#waiting.get(key) ?? [];
    }
    this.#waiting.delete(key);
  }
}

/** Two steps of one node run are never together: the second must see in the book what the first did. */
function divide(waiting: readonly Step[]): [together: Step[], later: Step[]] {
  const together = new Map<string, Step>();
  const later: Step[] = [];
  for (const step of waiting) {
    const key = `${step.ref.nodeId}:${step.ref.iteration}`;
    if (together.has(key) || together.size >= maxTogether) later.push(step);
    else together.set(key, step);
  }
  return [[...together.values()], later];
}

/**
 * A step that cannot be decided or written must not take the others with it: each is then tried alone. But not after the connection
 * was lost: the transaction may have committed, and whoever waits for a step knows how to ask again.
 */
async function takeTogether(taker: Taker, runKey: string, steps: readonly Step[]): Promise<void> {
  try {
    const results = await decideAndWrite(taker, runKey, steps);
    for (const [index, step] of steps.entries()) step.resolve(results?.[index] ?? null);
  } catch (error) {
    const isKnown = !(error instanceof ConnectionLostError);
    if (steps.length > 1 && isKnown) for (const step of steps) await takeTogether(taker, runKey, [step]);
    else for (const step of steps) step.reject(error);
  }
}

async function decideAndWrite(
  { tools, foresight }: Taker,
  runKey: string,
  steps: readonly Step[],
): Promise<readonly unknown[] | null> {
  const refs = steps.map(({ ref }) => ref);
  const foreseen = foresight.draftOf(runKey, refs);
  if (foreseen !== null) {
    const results = await decideOnForeseen({ tools, foresight }, runKey, steps, foreseen);
    if (results !== null) return results;
  }
  return decideOnRead({ tools, foresight }, runKey, steps, refs);
}

/** Null when it must be decided on what the book says. */
async function decideOnForeseen(
  { tools, foresight }: Taker,
  runKey: string,
  steps: readonly Step[],
  { draft, progress, unchanged, clock }: ForeseenDraft,
): Promise<readonly unknown[] | null> {
  try {
    const results = await withTenantDirect(tools.db, draft.run.workspaceId, async (tx) => {
      const decided = await decideAll(tx, draft, steps, progress);
      // What ends a run sums it up from all its rows, and what changes nothing says so to somebody who relies on it.
      if (draft.end !== null || isUntouched(draft)) throw new NotForeseeableError();
      await commitProgress(tx, tools, draft, "commit", unchanged);
      return decided;
    });
    foresight.note(runKey, draft, clock);
    return results;
  } catch (error) {
    if (isChangedMeanwhile(error)) foresight.contest(runKey);
    else foresight.forget(runKey);
    if (error instanceof ConnectionLostError) throw error;
    return null;
  }
}

async function decideOnRead(
  { tools, foresight }: Taker,
  runKey: string,
  steps: readonly Step[],
  refs: readonly NodeRunRef[],
): Promise<readonly unknown[] | null> {
  const [first] = refs;
  if (first === undefined) return [];
  const { workspaceId, runId } = first;
  try {
    const taken = await withTenantDirect(tools.db, workspaceId, async (tx) => {
      const locked = await lockNodeDraft(tx, tools, workspaceId, runId, refs);
      if (locked === null) return null;
      const { draft, progress } = locked;
      const clock = databaseClock(draft.run);
      const results = await decideAll(tx, draft, steps, progress);
      await commitProgress(tx, tools, draft, "commit");
      return { results, draft, clock };
    });
    if (taken === null) return null;
    if (!isUntouched(taken.draft)) foresight.note(runKey, taken.draft, taken.clock);
    return taken.results;
  } catch (error) {
    foresight.forget(runKey);
    throw error;
  }
}

async function decideAll(
  tx: DirectTransaction,
  draft: ProgressDraft,
  steps: readonly Step[],
  progress: readonly NodeRunProgress[],
): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  for (const [index, { decide }] of steps.entries()) {
    const own = progress[index];
    if (own !== undefined) results.push(await decide(tx, draft, own));
  }
  return results;
}

/** Undoes the transaction: what was decided on a guess must not be written. */
class NotForeseeableError extends Error {}
