import type { NodeRunRef } from "#core/run/node-task.ts";
import { ConnectionLostError, withTenantDirect } from "#server/db/direct-transaction.ts";
import { commitProgress } from "./commit-progress.ts";
import type { EngineContext } from "./engine-context.ts";
import { lockNodeDraft } from "./lock-draft.ts";
import type { Decide, StepTaker } from "./node-step.ts";

type Tools = Pick<EngineContext, "db" | "engine" | "plans">;

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
  readonly #tools: Tools;

  constructor(tools: Tools) {
    this.#tools = tools;
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
      await takeTogether(this.#tools, together);
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
 * A step that can not be decided or written must not take the others with it: each is then tried alone. But not after the connection
 * was lost: the transaction may have committed, and whoever waits for a step knows how to ask again.
 */
async function takeTogether(tools: Tools, steps: readonly Step[]): Promise<void> {
  try {
    const results = await decideAndWrite(tools, steps);
    for (const [index, step] of steps.entries()) step.resolve(results?.[index] ?? null);
  } catch (error) {
    const isKnown = !(error instanceof ConnectionLostError);
    if (steps.length > 1 && isKnown) for (const step of steps) await takeTogether(tools, [step]);
    else for (const step of steps) step.reject(error);
  }
}

async function decideAndWrite(tools: Tools, steps: readonly Step[]): Promise<readonly unknown[] | null> {
  const [first] = steps;
  if (first === undefined) return [];
  const { workspaceId, runId } = first.ref;
  return withTenantDirect(tools.db, workspaceId, async (tx) => {
    const refs = steps.map(({ ref }) => ref);
    const locked = await lockNodeDraft(tx, tools, workspaceId, runId, refs);
    if (locked === null) return null;
    const results: unknown[] = [];
    for (const [index, { decide }] of steps.entries()) {
      const progress = locked.progress[index];
      if (progress !== undefined) results.push(await decide(tx, locked.draft, progress));
    }
    await commitProgress(tx, tools, locked.draft, "commit");
    return results;
  });
}
