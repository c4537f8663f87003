import type { Follow } from "#server/services/progress/attempt/follow-successor.ts";
import { runBranches } from "./run-branches.ts";
import type { NodeRequest, NodeRunner, NodeStepResult } from "./run-node-step.ts";
import { runWithRoom } from "./run-with-room.ts";

/**
 * A step may include followers while it has lasted no longer than this: a node that takes its time gets a step of its
 * own.
 */
const shortMs = 200;
const maxNodes = 50;

/**
 * Runs a node run, and then, in the same step of the engine, those that follow it one after another, as long as all of
 * it is short. Each is claimed and settled by itself as always; only the engine's own work for a step, which costs more
 * than such a node, is done once for all.
 *
 * What cannot be settled immediately (a retry, a database that is away) is left to a step of its own, which knows how
 * to wait. If several follow side by side, all of them run in this step, however long they take.
 */
export async function runShortNodes(
  runner: NodeRunner,
  request: NodeRequest,
  follow: Follow,
): Promise<NodeStepResult> {
  const beganMs = performance.now();
  let step = await runWithRoom(runner, request, follow);
  for (let count = 1; step.kind === "done" && step.next !== null; count += 1) {
    if (step.beside !== undefined) {
      await runBranches(runner, request, step.next, step.beside);
      return { kind: "done", next: null };
    }
    if (count === maxNodes || performance.now() - beganMs > shortMs) break;
    const { next } = step;
    const followed = await runWithRoom(runner, { ...request, ...next }, follow).catch(() => null);
    if (followed === null) return step;
    if (followed.kind === "again") return { kind: "done", next: { ...next, handoverToken: null } };
    step = followed;
  }
  return step;
}
