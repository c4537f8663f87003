import type { Json } from "#core/json/json.ts";
import { modelRefOf } from "#core/model/model-ref.ts";
import { noTotals } from "#core/model/usage.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { RunState } from "#core/run/state.ts";
import { encodeRunState } from "#core/run/state-codec.ts";
import type { NodeRunProgress } from "#server/db/run/progress/find-attempt.ts";
import type { LockedRun } from "#server/db/run/progress/lock-run.ts";
import { type Changeset, createChangeset } from "./changeset.ts";
import { RunStory } from "./run-story.ts";

/** Long enough for short steps; after a longer one, the cost of reading the run again does not matter. */
const forgetAfterMs = 10_000;
const maxRuns = 500;
/** Larger outputs are read when needed, to save memory. */
const maxOutputCharacters = 16_384;

/** A changeset over a run as this process left it. It is written only if nothing has changed. */
export interface RememberedChangeset {
  readonly changeset: Changeset;
  readonly progress: readonly NodeRunProgress[];
  readonly clock: DatabaseClock;
}

/** A run read without a lock, with one of its node runs. */
export interface Seen {
  readonly changeset: Changeset;
  readonly progress: NodeRunProgress;
}

interface Remembered {
  readonly run: LockedRun;
  readonly plan: Changeset["plan"];
  readonly state: RunState;
  readonly outputs: ReadonlyMap<string, Json>;
  /** Null if its end has to be read from the database. "begins": the first step of this process may start a story. */
  readonly story: RunStory | "begins" | null;
  /**
   * Attempts that this process has opened and not closed, each the first of its node run, and node runs that are about
   * to begin.
   */
  readonly open: ReadonlyMap<string, NodeRunProgress>;
  readonly clock: DatabaseClock;
  readonly notedAtMs: number;
}

/** The database's time, computed from this process's own monotonic clock. */
export type DatabaseClock = () => number;

/** A clock that continues from the database's time as just read; milliseconds since the epoch. */
export function databaseClock({ nowMs }: Pick<LockedRun, "nowMs">): DatabaseClock {
  const aheadMs = nowMs - performance.now();
  return () => Math.floor(aheadMs + performance.now());
}

/** Identifies a run across all workspaces. */
export function runKey({ workspaceId, runId }: Pick<NodeRunRef, "workspaceId" | "runId">): string {
  return `${workspaceId}:${runId}`;
}

/**
 * What this process wrote last of the runs it handles. The next step of such a run can be decided on that without
 * reading the run again, and be written in one packet together with a check that nobody else has written to it. Usually
 * right, but never trusted: where the check fails, the step is decided again on what the database says, and this run is
 * forgotten.
 */
export class RememberedRuns {
  readonly #byRun = new Map<string, Remembered | "contested">();

  /** Null when one of these node runs is not known to be held by this process. */
  changesetOf(runKey: string, refs: readonly NodeRunRef[]): RememberedChangeset | null {
    const known = this.#byRun.get(runKey);
    if (known === undefined || known === "contested") return null;
    if (performance.now() - known.notedAtMs > forgetAfterMs) return null;
    const progress = refs.flatMap((ref) => known.open.get(ref.nodeId) ?? []);
    if (progress.length < refs.length) return null;
    const run = { ...known.run, nowMs: known.clock() };
    const changeset = { ...createChangeset(run, known.plan, new Map(), known.state), isLocked: false };
    for (const [nodeId, output] of known.outputs) changeset.outputs.set(nodeId, output);
    changeset.story = known.story === "begins" ? null : known.story;
    return { changeset, progress, clock: known.clock };
  }

  /**
   * Keeps what was read ahead of a run: an empty changeset, and a node run. Only if that is ready and has no attempt
   * yet: leases and waits change while the run's row stays the same.
   */
  see(key: string, nodeId: string, { changeset, progress }: Seen): void {
    const { run, plan, state, outputs } = changeset;
    const goesOn = state.status === "running" && state.closing === null && !run.isStandingStill;
    const isUntried = state.phases[nodeId] === "ready" && progress.latest === null;
    if (this.#byRun.has(key) || !goesOn || !isUntried) return;
    const open = new Map([[nodeId, progress]]);
    const clock = databaseClock(run);
    const notedAtMs = performance.now();
    this.#keep(key, { run, plan, state, outputs, story: "begins", open, clock, notedAtMs });
  }

  /** Records a committed changeset. */
  note(runKey: string, changeset: Changeset, clock: DatabaseClock): void {
    const { run, plan, state } = changeset;
    const known = this.#byRun.get(runKey);
    this.#byRun.delete(runKey);
    if (state.status !== "running" || state.closing !== null || changeset.end !== null) return;
    if (known === "contested") {
      this.#keep(runKey, known);
      return;
    }
    const open = new Map(known?.open);
    for (const close of changeset.closes) open.delete(close.nodeId);
    for (const attempt of changeset.opens)
      if (attempt.attempt === 1) open.set(attempt.nodeId, asProgress(attempt));
    // Between the turns of an agent with tools its sums change.
    for (const { nodeId } of changeset.agentSteps) open.delete(nodeId);
    if (open.size === 0) return;
    const lastEventSeq = run.lastEventSeq + changeset.events.length;
    this.#keep(runKey, {
      // The sums are the earlier ones; where there are any, they are read again when the run ends.
      run: { ...run, ...encodeRunState(plan, state), lastEventSeq, isStandingStill: false },
      plan,
      state,
      outputs: smallOutputs(changeset),
      story: storyOf(known, changeset),
      open,
      clock,
      notedAtMs: performance.now(),
    });
  }

  /** Whether `changesetOf` may have returned it. */
  knows(runKey: string): boolean {
    return this.#byRun.has(runKey) && this.#byRun.get(runKey) !== "contested";
  }

  forget(runKey: string): void {
    if (this.#byRun.get(runKey) !== "contested") this.#byRun.delete(runKey);
  }

  /** Marks that others write to this run too. */
  contest(runKey: string): void {
    this.#keep(runKey, "contested");
  }

  #keep(runKey: string, value: Remembered | "contested"): void {
    this.#byRun.set(runKey, value);
    const oldest = this.#byRun.keys().next();
    if (this.#byRun.size > maxRuns && !oldest.done) this.#byRun.delete(oldest.value);
  }
}

function asProgress(attempt: Changeset["opens"][number]): NodeRunProgress {
  const { leaseToken, leaseMs, provider, model, providerKeyId } = attempt;
  const latest = {
    attempt: attempt.attempt,
    status: "running",
    leaseToken,
    ref: modelRefOf(provider, model),
    providerKeyId,
    // Only those who take the attempt over need it, and they read it.
    isSent: true,
  } as const;
  return { wakeAtMs: null, spent: noTotals, latest: { ...latest, leaseRemainingMs: leaseMs } };
}

/** The story continues only where nobody has written between the previous step and this one. */
function storyOf(known: Remembered | undefined, changeset: Changeset): RunStory | null {
  if (known === undefined || known.story === "begins") return RunStory.from(changeset);
  return known.run.lastEventSeq === changeset.run.lastEventSeq
    ? (known.story?.with(changeset) ?? null)
    : null;
}

/** The outputs of the nodes that this step ended, because the next one reads them. */
function smallOutputs({ changes, outputs }: Changeset): ReadonlyMap<string, Json> {
  const ended = [...changes.keys()].filter((nodeId) => outputs.has(nodeId));
  const isSmall = (output: Json) => JSON.stringify(output).length <= maxOutputCharacters;
  return new Map(
    ended.flatMap((nodeId) => {
      const output = outputs.get(nodeId) ?? null;
      return isSmall(output) ? [[nodeId, output]] : [];
    }),
  );
}
