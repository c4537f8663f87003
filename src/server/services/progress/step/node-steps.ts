import type { WorkspaceId } from "#core/ids.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { EngineContext } from "../engine-context.ts";
import type { Decide, RunSteps, StepTaker, WaitingStep } from "./node-step.ts";
import { readNodeChangeset } from "./open-changeset.ts";
import { RememberedRuns, runKey } from "./remembered-runs.ts";
import { takeAlone, takeTogether } from "./take-together.ts";

type Tools = Pick<EngineContext, "db" | "engine" | "plans" | "log">;

interface Lane {
  readonly waiting: Map<string, WaitingStep[]>;
  /** Runs whose steps are being written. */
  readonly busy: Set<string>;
  inFlight: number;
  isCalled: boolean;
}

/** A transaction holds the locks of its runs, so it must stay short however many steps wait. */
const maxStepsOfRun = 64;
const maxRunsTogether = 32;
/** While one is being flushed to disk, the next is decided; more would only make each of them smaller. */
const maxInFlight = 2;

/**
 * Takes the steps of this process's runs. Most of a step's cost is its transaction, whose cost hardly grows with its
 * content. So at most two transactions are in flight per workspace; meanwhile the steps of all its runs gather, and are
 * then decided and written together. The branches of a fan cost a few commits instead of two each, and concurrent runs
 * share theirs. A single step does not wait. Each caller is answered when its decision has been committed.
 */
export class NodeSteps implements StepTaker {
  readonly #lanes = new Map<WorkspaceId, Lane>();
  readonly #tools: Tools;
  readonly #remembered = new RememberedRuns();

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  take<Result>(ref: NodeRunRef, decide: Decide<Result>): Promise<Result | null> {
    return new Promise((resolve, reject) => {
      const step = { ref, decide, resolve: resolve as (result: unknown) => void, reject };
      const lane = this.#lanes.get(ref.workspaceId) ?? newLane();
      this.#lanes.set(ref.workspaceId, lane);
      const waiting = lane.waiting.get(ref.runId);
      if (waiting === undefined) lane.waiting.set(ref.runId, [step]);
      else waiting.push(step);
      this.#call(ref.workspaceId, lane);
    });
  }

  async look(ref: NodeRunRef, isWanted: (plan: Plan) => boolean): Promise<void> {
    const key = runKey(ref);
    if (this.#lanes.has(ref.workspaceId) || this.#remembered.knows(key)) return;
    const seen = await readNodeChangeset(this.#tools, ref, isWanted);
    if (seen !== null) this.#remembered.see(key, ref.nodeId, seen);
  }

  /** Steps caused by one answer of the database arrive one after another before the next turn of the event loop. */
  #call(workspaceId: WorkspaceId, lane: Lane): void {
    if (lane.isCalled || lane.inFlight >= maxInFlight) return;
    lane.isCalled = true;
    setImmediate(() => {
      lane.isCalled = false;
      const together = gather(lane);
      if (together.length > 0) void this.#write(workspaceId, lane, together);
    });
  }

  async #write(workspaceId: WorkspaceId, lane: Lane, together: readonly RunSteps[]): Promise<void> {
    const tools = { ...this.#tools, remembered: this.#remembered };
    lane.inFlight += 1;
    const isDone = await takeTogether(tools, workspaceId, together);
    lane.inFlight -= 1;
    const finish = (run: RunSteps) => {
      lane.busy.delete(run.runId);
      this.#goOn(workspaceId, lane);
    };
    for (const run of together) {
      if (isDone) finish(run);
      else void takeAlone(tools, workspaceId, run).then(() => finish(run));
    }
  }

  #goOn(workspaceId: WorkspaceId, lane: Lane): void {
    if (lane.waiting.size > 0) this.#call(workspaceId, lane);
    else if (lane.busy.size === 0 && !lane.isCalled) this.#lanes.delete(workspaceId);
  }
}

function newLane(): Lane {
  return { waiting: new Map(), busy: new Set(), inFlight: 0, isCalled: false };
}

/** Takes the steps that may be written together; their runs are then busy. */
function gather({ waiting, busy }: Lane): readonly RunSteps[] {
  const together: RunSteps[] = [];
  for (const [key, steps] of waiting) {
    const [first] = steps;
    if (first === undefined || busy.has(key)) continue;
    if (together.length >= maxRunsTogether) break;
    const [now, later] = divide(steps);
    if (later.length === 0) waiting.delete(key);
    else waiting.set(key, later);
    busy.add(key);
    together.push({ runId: first.ref.runId, steps: now });
  }
  return together;
}

/** Two steps of one node run are never together: the second must see what the first has stored. */
function divide(waiting: readonly WaitingStep[]): [together: WaitingStep[], later: WaitingStep[]] {
  const together = new Map<string, WaitingStep>();
  const later: WaitingStep[] = [];
  for (const step of waiting) {
    const key = `${step.ref.nodeId}`;
    if (together.has(key) || together.size >= maxStepsOfRun) later.push(step);
    else together.set(key, step);
  }
  return [[...together.values()], later];
}
