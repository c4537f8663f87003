import { handOutLater } from "#server/services/progress/step/hand-out-later.ts";
import type { NextNode, NodeRequest, NodeRunner, NodeStepResult } from "./run-node-step.ts";
import { runWithRoom } from "./run-with-room.ts";
import { untilAnswered } from "./until-answered.ts";

/** A branch is followed up to this length; then the next node is dispatched, as a job that any worker may take. */
const maxNodes = 50;
const patienceMs = 10_000;
const lookAgainMs = 1_000;

/**
 * Runs nodes that were claimed together side by side, and what follows each, until all have ended. Whatever has to wait
 * (a retry, a node that another worker holds) becomes a delayed job, and nothing waits for it here.
 */
export async function runBranches(
  runner: NodeRunner,
  run: NodeRequest,
  next: NextNode,
  beside: readonly NextNode[],
): Promise<void> {
  const branches = beside.map((branch) =>
    runBranch(runner, { ...run, ...branch }).finally(() => runner.room.release(run.workspaceId)),
  );
  await Promise.all([runBranch(runner, { ...run, ...next }), ...branches]);
}

/**
 * Runs nodes that became ready together and have not been claimed yet, and what follows each: side by side as far as
 * there is room in this process, and the others as soon as one has ended.
 */
export async function carryBranches(
  runner: NodeRunner,
  run: NodeRequest,
  nodes: readonly Pick<NextNode, "nodeId">[],
): Promise<void> {
  const room = runner.room.open(run.workspaceId);
  const lanes = 1 + room.reserve(nodes.length - 1);
  const waiting = nodes.values();
  const carry = async () => {
    for (const node of waiting) await runBranch(runner, { ...run, ...node, handoverToken: null });
  };
  try {
    await Promise.all(Array.from({ length: lanes }, carry));
  } finally {
    room.keep(0);
  }
}

/** Never throws: the next claim of the node finds out what went wrong. */
async function runBranch(runner: NodeRunner, first: NodeRequest): Promise<void> {
  let request: NodeRequest | null = first;
  for (let count = 1; request !== null; count += 1) {
    const follow = count < maxNodes ? "may-follow" : "must-dispatch";
    const failed = { kind: "again", afterMs: lookAgainMs } as const;
    const step: NodeStepResult = await runWithRoom(runner, request, follow).catch(() => failed);
    if (step.kind === "again") return handOnLater(runner, request, step.afterMs);
    if (step.next !== null && step.beside !== undefined) {
      return runBranches(runner, request, step.next, step.beside);
    }
    request = step.next === null ? null : { ...request, ...step.next };
  }
}

/** If even this fails, the reconciler finds the node. */
async function handOnLater({ context }: NodeRunner, request: NodeRequest, afterMs: number): Promise<void> {
  const tell = (error: unknown) =>
    context.log.warn(
      { err: error, runId: request.runId, nodeId: request.nodeId },
      "could not hand a node on",
    );
  await untilAnswered(() => handOutLater(context, request, afterMs), patienceMs, tell).catch(tell);
}
