import { isTalking, type TalkingNode } from "#core/run/agent/agent-steps.ts";
import type { CallNews } from "#core/run/agent/ended-turn.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { faultOfRun, newsOfMissing, newsOfRun, type RunCall, runCalls } from "#core/run/tools/tool-runs.ts";
import { type ChildStanding, listChildStandings } from "#server/db/run/children/find-child.ts";
import { readAgentSteps } from "#server/db/run/progress/agent-steps/read-steps.ts";
import { endWithTime, toEnd } from "../children/look-at-child.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { Changeset } from "../step/changeset.ts";
import type { NodeStep } from "../step/open-step.ts";
import { noteStep } from "./note-steps.ts";

/** An agent that waits for runs that its tools have started. Null for any other node. */
export function awaitsRuns({ state, plan }: Changeset, nodeId: string): TalkingNode | null {
  const node = plan.nodeById.get(nodeId);
  if (state.attempts[nodeId]?.awaitsRuns !== true) return null;
  return node !== undefined && isTalking(node) ? node : null;
}

/**
 * Checks the runs that an agent's tools have started. Each that has ended answers its call; when none is left, the
 * agent continues in another attempt. Safe at any time and any number of times. Returns how many are in flight.
 */
export async function lookAtToolRuns(step: NodeStep, node: TalkingNode): Promise<number> {
  const { tx, changeset, ref } = step;
  const attempt = changeset.state.attempts[node.id]?.number ?? 0;
  const calls = runCalls(node, await readAgentSteps(tx, ref));
  const seqs = calls.map((call) => call.step.seq);
  const runs = await listChildStandings(tx, ref.workspaceId, { ...ref, attempt }, seqs);
  const open = [...runs.values()].filter(({ status }) => !isTerminalRun(status));
  for (const call of calls) {
    const run = runs.get(call.step.seq);
    if (call.step.status !== "running" || (run !== undefined && open.includes(run))) continue;
    noteEnd(step, node, attempt, call, run);
  }
  if (open.length > 0) await followPace(step, node, attempt, open);
  else await endRuns(step, node, attempt, [...runs.values()]);
  return open.length;
}

function noteEnd(
  { changeset }: NodeStep,
  { id: nodeId }: TalkingNode,
  attempt: number,
  call: RunCall,
  run: ChildStanding | undefined,
): void {
  const { seq, name } = call.step;
  const { status, answer }: CallNews = run === undefined ? newsOfMissing(call) : newsOfRun(call, toEnd(run));
  noteStep(changeset, attempt, { kind: "call-change", nodeId, seq, status, answer }, name);
  if (run === undefined) return;
  const { runId: childRunId } = run;
  changeset.events.push({
    type: "child.ended",
    nodeId,
    attempt,
    step: seq,
    childRunId,
    status: toEnd(run).status,
  });
}

/** While all of them wait, the agent waits, too. */
async function followPace(
  { tx, changeset }: NodeStep,
  { id: nodeId }: TalkingNode,
  attempt: number,
  open: readonly ChildStanding[],
): Promise<void> {
  const rests = open.every(({ isResting }) => isResting);
  await applyHappening(tx, changeset, { kind: rests ? "child.rests" : "child.moves", nodeId, attempt });
}

/** Fails the agent if one of them failed with an error that only a person can fix; otherwise it continues. */
async function endRuns(
  step: NodeStep,
  node: TalkingNode,
  attempt: number,
  runs: readonly ChildStanding[],
): Promise<void> {
  const { tx, changeset, context } = step;
  const { id: nodeId } = node;
  const error = runs.map((run) => faultOfRun(node, toEnd(run))).find((fault) => fault !== null) ?? null;
  await endWithTime(step);
  const jitter = context.random();
  await applyHappening(tx, changeset, { kind: "tool-runs.ended", nodeId, attempt, error, jitter });
}
