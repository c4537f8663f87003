import { workspaceIdSchema } from "#core/ids.ts";
import { endUserIdOf } from "#engine/end-user-id.ts";
import type { BillingEntry } from "#providers/sandbox/billing-log.ts";
import type { AttemptFacts, NodeRunFacts, RunFacts } from "./read-run-facts.ts";

type Bill = readonly Readonly<BillingEntry>[];

/** Clocks of two processes of one machine, read at different moments of one event. */
const clockToleranceMs = 50;

/**
 * Holds the book against what the vendor billed: every call belongs to an attempt, none was made for a node that had
 * been settled, what completed is booked to the token, what was lost is booked as an estimate, and what was booked with
 * nothing never reached the vendor.
 */
export async function findBillFaults(run: RunFacts, bill: Bill): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const node of run.nodeRuns.filter(({ nodeType }) => nodeType === "agent")) {
    const calls = await callsOf(run, node, bill);
    const attempts = run.attempts.filter(({ nodeId }) => nodeId === node.nodeId);
    faults.push(...callFaults(node, attempts, calls));
    faults.push(...attempts.flatMap((one) => bookingFaults(one, calls, isCorrected(run, one))));
  }
  return faults.map((fault) => `run ${run.runId}: ${fault}`);
}

/** A worker that was taken for dead has told later what its call used. */
function isCorrected(run: RunFacts, { nodeId, number }: AttemptFacts): boolean {
  return run.ledger.some(
    (entry) => entry.kind === "late" && entry.nodeId === nodeId && entry.attempt === number,
  );
}

/** The vendor knows a node run by the opaque name that all its attempts send. */
async function callsOf(run: RunFacts, { nodeId }: NodeRunFacts, bill: Bill): Promise<Bill> {
  const workspaceId = workspaceIdSchema.parse(run.workspaceId);
  const userId = await endUserIdOf({ workspaceId, runId: run.runId, nodeId, iteration: 0 });
  return bill.filter((entry) => entry.userId === userId);
}

function callFaults(node: NodeRunFacts, attempts: readonly AttemptFacts[], calls: Bill): readonly string[] {
  const lost = attempts.filter(({ status }) => status === "lost").length;
  const told = attempts.length - lost;
  const completed = calls.filter(({ outcome }) => outcome === "completed").length;
  const settled = attempts.filter(({ status }) => status === "completed").length;
  const unbooked = attempts.filter((one) => one.status === "lost" && !one.isEstimated && isFree(one)).length;
  const afterwards = calls.filter(
    ({ startedAtMs }) => node.finishedAtMs !== null && startedAtMs > node.finishedAtMs + clockToleranceMs,
  );
  return [
    // A worker that dies may not have made its call yet.
    ...unless(
      calls.length <= attempts.length - unbooked && calls.length >= told,
      `node ${node.nodeId} was called ${calls.length} times in ${attempts.length} attempts, ${lost} of them lost, ${unbooked} of those for nothing`,
    ),
    ...unless(
      completed >= settled && completed <= settled + lost,
      `node ${node.nodeId} has ${completed} calls that completed for ${settled} results and ${lost} lost attempts`,
    ),
    ...unless(afterwards.length === 0, `node ${node.nodeId} was called after it had been settled`),
  ];
}

function bookingFaults(attempt: AttemptFacts, calls: Bill, isCorrected: boolean): readonly string[] {
  const name = `attempt ${attempt.number} of node ${attempt.nodeId}`;
  if (attempt.status === "lost" && !isCorrected) {
    return unless(attempt.isEstimated || isFree(attempt), `${name} was lost and is not marked as estimated`);
  }
  if (attempt.status !== "completed") return [];
  const call = calls.find(({ requestId }) => requestId === attempt.requestId);
  if (call === undefined) return [`${name} names no call that the vendor knows`];
  return unless(
    !attempt.isEstimated &&
      call.inputTokens === attempt.inputTokens &&
      call.outputTokens === attempt.outputTokens,
    `${name} is booked with ${attempt.inputTokens}/${attempt.outputTokens} tokens; the vendor billed ${call.inputTokens}/${call.outputTokens}`,
  );
}

function isFree({ inputTokens, outputTokens, costMicros }: AttemptFacts): boolean {
  return inputTokens + outputTokens + costMicros === 0;
}

function unless(holds: boolean, fault: string): readonly string[] {
  return holds ? [] : [fault];
}
