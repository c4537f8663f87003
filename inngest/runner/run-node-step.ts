import type { NodeOutcome, NodeRunRef, NodeTask } from "#core/run/node-task.ts";
import { executeNode } from "#engine/execute-node.ts";
import type { EnginePorts } from "#engine/ports.ts";
import { createTextBatcher, type TextLog } from "#engine/text-batcher.ts";
import type { TextBeats } from "#engine/text-beats.ts";
import { appendAttemptText } from "#server/services/progress/attempt/append-attempt-text.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import type { Follow, Followed } from "#server/services/progress/attempt/follow-successor.ts";
import { repeatAttemptText } from "#server/services/progress/attempt/repeat-attempt-text.ts";
import { settleAttempt } from "#server/services/progress/attempt/settle-attempt.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { inAttemptScope } from "./attempt-scope.ts";
import type { BranchRoom } from "./branch-room.ts";
import type { ClaimsAhead } from "./claims-ahead.ts";
import type { Handovers } from "./handovers.ts";
import type { HeldAttempt, LeaseKeeper } from "./lease-keeper.ts";
import { createStepLog } from "./step-log.ts";
import { untilAnswered } from "./until-answered.ts";

/** What a function's step needs to run nodes in this process. */
export interface NodeRunner {
  readonly context: EngineContext;
  readonly keeper: LeaseKeeper;
  readonly handovers: Handovers;
  readonly ahead: ClaimsAhead;
  readonly room: BranchRoom;
  readonly beats: TextBeats;
  /** Everything of the engine's ports except what belongs to one attempt. */
  readonly ports: Omit<EnginePorts, "text" | "calls" | "steps">;
  /** Stops the beat and gives back what it holds of the database. */
  close(): void;
}

export interface NodeRequest extends NodeRunRef {
  /** Set if the step before opened this node run for us; one that was claimed ahead is looked up. */
  readonly handoverToken: string | null;
}

/** A finished call has been paid for: it is booked even if the database takes its time to come back. */
const settlePatienceMs = 30_000;
const claimPatienceMs = 10_000;

/** References only: a step's result is stored by the engine. */
export interface NextNode {
  readonly nodeId: string;
  readonly handoverToken: string | null;
}

export type NodeStepResult =
  | { readonly kind: "done"; readonly next: NextNode | null; readonly beside?: readonly NextNode[] }
  | { readonly kind: "again"; readonly afterMs: number };

/**
 * Runs one node run as far as possible: claims it, does the work, settles it. Whatever happens around it (a repeated
 * delivery, a crash, a lost lease), the database decides what counts.
 */
export async function runNodeStep(
  runner: NodeRunner,
  request: NodeRequest,
  follow: Follow,
): Promise<NodeStepResult> {
  const handoverToken = request.handoverToken ?? (await runner.ahead.take(request));
  const handed = handoverToken === null ? null : runner.handovers.take(handoverToken);
  if (handed !== null) return carryOut(runner, handed.task, handed.held, follow);
  if (runner.keeper.isLettingGo) return { kind: "again", afterMs: 0 };
  const claim = await claimForUs(runner, { ...request, handoverToken }, follow);
  switch (claim.kind) {
    case "claimed":
      return carryOut(runner, claim.task, runner.keeper.hold(claim.task), follow);
    case "settled":
      return done(runner, claim);
    case "busy":
      return { kind: "again", afterMs: claim.retryAfterMs };
    case "gone":
      return { kind: "done", next: null };
  }
}

/** A claim without a response may have opened an attempt: it is identified by the token of the first try. */
function claimForUs(runner: NodeRunner, request: NodeRequest, follow: Follow) {
  const { context } = runner;
  const openWith = context.newToken();
  let { handoverToken } = request;
  return untilAnswered(
    () => claimNode(context, request, { follow, handoverToken, openWith }),
    claimPatienceMs,
    (error) => {
      handoverToken ??= openWith;
      warnOf(runner, request, error, "could not claim, trying again");
    },
  );
}

async function carryOut(
  runner: NodeRunner,
  task: NodeTask,
  held: HeldAttempt,
  follow: Follow,
): Promise<NodeStepResult> {
  try {
    const outcome = await inAttemptScope({ task: refOf(task), fail: held.fail }, () =>
      execute(runner, task, held),
    );
    const settlement = await settle(runner, task, outcome, follow);
    switch (settlement.kind) {
      case "settled":
        return done(runner, settlement);
      case "retrying":
        return { kind: "again", afterMs: settlement.delayMs };
      case "repeated":
        return { kind: "again", afterMs: 0 };
      case "fenced":
        return { kind: "done", next: null };
    }
  } finally {
    held.release();
  }
}

function refOf({ runId, nodeId, attempt }: NodeTask) {
  return { runId, nodeId, attempt };
}

async function execute(runner: NodeRunner, task: NodeTask, held: HeldAttempt): Promise<NodeOutcome> {
  const { signal } = held;
  const log: TextLog = {
    append: (text) => appendAttemptText(runner.context, task, text),
    repeat: (text, offset) => repeatAttemptText(runner.context, task, text, offset),
    onFault: (error, isGivenUp) =>
      warnOf(
        runner,
        task,
        error,
        isGivenUp ? "could not write text, giving up" : "could not write text, trying again",
      ),
    atBeat: (send) => runner.beats.next(task.workspaceId, send),
  };
  const text = createTextBatcher(log, signal);
  return executeNode(
    task,
    {
      ...runner.ports,
      text,
      calls: { leaving: held.markSent, returned: held.markReturned, acting: held.checkHeld },
      steps: createStepLog(runner.context, task, (error) =>
        warnOf(runner, task, error, "could not write a step of an agent, trying again"),
      ),
    },
    signal,
  );
}

function settle(runner: NodeRunner, task: NodeTask, outcome: NodeOutcome, follow: Follow) {
  const { context, keeper } = runner;
  return untilAnswered(
    () => settleAttempt(context, task, outcome, keeper.isLettingGo ? "must-dispatch" : follow),
    settlePatienceMs,
    (error) => warnOf(runner, task, error, "could not settle, trying again"),
  );
}

function warnOf(
  { context }: NodeRunner,
  { runId, nodeId }: NodeRunRef,
  error: unknown,
  message: string,
): void {
  context.log.warn({ err: error, runId, nodeId }, message);
}

function done(runner: NodeRunner, { next, beside }: Followed): NodeStepResult {
  if (next === null) return { kind: "done", next: null };
  const step = { kind: "done", next: handOver(runner, next) } as const;
  return beside === undefined ? step : { ...step, beside: beside.map((task) => handOver(runner, task)) };
}

function handOver(runner: NodeRunner, task: NodeTask): NextNode {
  runner.handovers.put(task);
  const { nodeId, leaseToken } = task;
  return { nodeId, handoverToken: leaseToken };
}
