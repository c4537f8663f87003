import { noTotals } from "#core/model/usage.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { Effect } from "#core/run/advance-result.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import type { Changeset } from "../step/changeset.ts";
import type { OpenStep } from "../step/open-step.ts";
import { openAttempt } from "./open-attempt.ts";

/**
 * Whether the caller can continue with the next node itself, as a further step of the same function run, or with
 * several side by side as far as it has room.
 */
export type Follow = "may-follow" | "must-dispatch" | RoomBeside;

export interface RoomBeside {
  /**
   * Reserves room for this many nodes beside the first, or for fewer. A step may be decided twice, so this may be
   * called again.
   */
  reserve(wanted: number): number;
}

/** Nodes that were claimed along with a step for its caller, who runs all of them. */
export interface Followed {
  readonly next: NodeTask | null;
  /** The others, which run beside it. */
  readonly beside?: readonly NodeTask[];
}

/**
 * Claims the node that became ready, when there is exactly one and nothing throttles it, or several that became ready
 * together as far as the caller has room. A chain then costs one commit per node without going through the queue, and
 * the branches of a fan need no job each. The rest is dispatched. Effects before the index `from` belong to other steps
 * of the same changeset.
 */
export async function followSuccessor(step: OpenStep, follow: Follow, from: number): Promise<Followed> {
  const { context, changeset } = step;
  const effects = changeset.effects.slice(from);
  const nodes = choose(changeset, effects, follow);
  if (nodes.size === 0) return { next: null };
  changeset.effects.length = from;
  changeset.effects.push(...effects.filter((effect) => !nodes.has(effect)));
  const tasks: NodeTask[] = [];
  for (const node of nodes.values()) {
    const task = await openAttempt(step, node, {
      attempt: 1,
      leaseToken: context.newToken(),
      spent: noTotals,
    });
    if (task !== null) tasks.push(task);
  }
  const [next = null, ...beside] = tasks;
  return beside.length === 0 ? { next } : { next, beside };
}

function choose(
  changeset: Changeset,
  effects: readonly Effect[],
  follow: Follow,
): ReadonlyMap<Effect, PlanNode> {
  if (follow === "must-dispatch") return new Map();
  const free = effects.flatMap((effect): [Effect, PlanNode][] => {
    const node = effect.kind === "node.ready" ? changeset.plan.nodeById.get(effect.nodeId) : undefined;
    const isFree =
      effect.kind === "node.ready" &&
      effect.notBeforeMs === null &&
      node?.kind === "effect" &&
      node.lane === "node";
    return node !== undefined && isFree ? [[effect, node]] : [];
  });
  if (follow === "may-follow") return new Map(effects.length === 1 ? free : []);
  return new Map(free.length < 2 ? free : free.slice(0, 1 + follow.reserve(free.length - 1)));
}
