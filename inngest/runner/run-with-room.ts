import type { Follow } from "#server/services/progress/attempt/follow-successor.ts";
import { type NodeRequest, type NodeRunner, type NodeStepResult, runNodeStep } from "./run-node-step.ts";

/** Runs one node run, and claims along with it as many successors as this process has room for side by side. */
export async function runWithRoom(
  runner: NodeRunner,
  request: NodeRequest,
  follow: Follow,
): Promise<NodeStepResult> {
  const room = runner.room.open(request.workspaceId);
  let kept = 0;
  try {
    const step = await runNodeStep(runner, request, follow === "may-follow" ? room : follow);
    kept = (step.kind === "done" && step.beside?.length) || 0;
    return step;
  } finally {
    room.keep(kept);
  }
}
