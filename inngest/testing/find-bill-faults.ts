import { workspaceIdSchema } from "#core/ids.ts";
import { endUserIdOf } from "#engine/end-user-id.ts";
import type { BillingEntry } from "#providers/sandbox/billing-log.ts";
import { type Fault, type RunFault, tooMany, unless } from "./find-faults.ts";
import type { AttemptFacts, NodeRunFacts, RunFacts } from "./read-run-facts.ts";

type Bill = readonly Readonly<BillingEntry>[];
/** The bill by the opaque name of the node run that each call was made for. */
export type BillByUser = ReadonlyMap<string | null, Bill>;

export function billByUser(bill: Bill): BillByUser {
  return Map.groupBy(bill, ({ userId }) => userId);
}

/** Clocks of two processes of one machine, read at different moments of one event. */
const clockToleranceMs = 50;

/**
 * Holds the book against what the vendor billed: every call belongs to an attempt, none was made for a node that had
 * been settled, what completed is booked to the token, and so is whatever is not marked as an estimate; what was booked
 * with nothing never reached the vendor, or cost nothing there.
 */
export async function findBillFaults(run: RunFacts, bill: Bill | BillByUser): Promise<readonly RunFault[]> {
  const faults: Fault[] = [];
  const byUser = "get" in bill ? bill : billByUser(bill);
  for (const node of run.nodeRuns.filter(({ nodeType }) => nodeType === "agent")) {
    const calls = await billedCallsOf(run, node, byUser);
    const attempts = run.attempts.filter(({ nodeId }) => nodeId === node.nodeId);
    faults.push(...callFaults(node, attempts, calls));
    faults.push(...attempts.flatMap((one) => bookingFaults(one, calls)));
  }
  return faults.map((fault) => ({ runId: run.runId, ...fault }));
}

/** The vendor knows a node run by the opaque name that all its attempts send. */
export async function billedCallsOf(
  run: RunFacts,
  { nodeId }: NodeRunFacts,
  bill: BillByUser,
): Promise<Bill> {
  const workspaceId = workspaceIdSchema.parse(run.workspaceId);
  const userId = await endUserIdOf({ workspaceId, runId: run.runId, nodeId });
  return bill.get(userId) ?? [];
}

function callFaults(node: NodeRunFacts, attempts: readonly AttemptFacts[], calls: Bill): readonly Fault[] {
  const lost = attempts.filter(({ status }) => status === "lost").length;
  // One that was cut off before it was answered may not have come there.
  const told = attempts.filter(({ requestId }) => requestId !== null).length;
  const completed = calls.filter(({ outcome }) => outcome === "completed").length;
  const settled = attempts.filter(({ status }) => status === "completed").length;
  // The vendor had said all of it, and the connection broke, or the run was stopped, before we had it.
  const cutOff = attempts.filter(
    ({ status, isEstimated }) => (status === "failed" || status === "cancelled") && isEstimated,
  ).length;
  const unbooked = attempts.filter((one) => one.status === "lost" && !one.isEstimated && isFree(one)).length;
  // One that the vendor refused may be booked with nothing, if its worker was taken for dead and came back to say so.
  const billed = calls.filter(({ inputTokens, outputTokens }) => inputTokens + outputTokens > 0);
  const afterwards = calls.flatMap(({ startedAtMs, outcome }) => {
    const lateMs = node.finishedAtMs === null ? 0 : Math.round(startedAtMs - node.finishedAtMs);
    return lateMs > clockToleranceMs ? [`${lateMs} ms (${outcome})`] : [];
  });
  return [
    // A worker that dies may not have made its call yet.
    ...unless(
      billed.length <= attempts.length - unbooked && calls.length <= attempts.length && calls.length >= told,
      "unaccounted",
      `node ${node.nodeId} was called ${calls.length} times in ${attempts.length} attempts, ${lost} of them lost, ${unbooked} of those for nothing`,
    ),
    ...unless(
      completed >= settled && completed <= settled + lost + cutOff,
      tooMany(completed, settled),
      `node ${node.nodeId} (${node.status}) has ${completed} calls that completed for ${settled} results and ${lost + cutOff} attempts that were lost or cut off; its attempts: ${attempts.map(stateOf).join(", ")}`,
    ),
    ...unless(
      afterwards.length === 0,
      "doubled",
      `node ${node.nodeId} was called after it had been settled: ${afterwards.join(", ")}`,
    ),
  ];
}

function bookingFaults(attempt: AttemptFacts, calls: Bill): readonly Fault[] {
  const name = `attempt ${attempt.number} of node ${attempt.nodeId}`;
  if (attempt.status === "lost") {
    // A worker that was taken for dead may have told later what its call used.
    const isExact = calls.some((call) => isAsBilled(attempt, call));
    return unless(
      attempt.isEstimated || isFree(attempt) || isExact,
      "unaccounted",
      `${name} was lost, is not marked as estimated, and no call was billed with its ${attempt.inputTokens}/${attempt.outputTokens} tokens`,
    );
  }
  const call = calls.find(({ requestId }) => requestId === attempt.requestId);
  if (attempt.status !== "completed") {
    // Booked as if the vendor had told it: then it is what it billed.
    return unless(
      attempt.isEstimated || isFree(attempt) || (call !== undefined && isAsBilled(attempt, call)),
      "unaccounted",
      `${name} (${attempt.status}) is not marked as estimated, and is booked with ${attempt.inputTokens}/${attempt.outputTokens} tokens that nobody billed`,
    );
  }
  if (call === undefined) {
    return [{ kind: "unaccounted", words: `${name} names no call that the vendor knows` }];
  }
  return unless(
    !attempt.isEstimated && isAsBilled(attempt, call),
    "unaccounted",
    `${name} is booked with ${attempt.inputTokens}/${attempt.outputTokens} tokens; the vendor billed ${call.inputTokens}/${call.outputTokens}`,
  );
}

function stateOf({ number, status, isEstimated, inputTokens, outputTokens }: AttemptFacts): string {
  return `${number} ${status} with ${inputTokens}/${outputTokens}${isEstimated ? " as an estimate" : ""}`;
}

/** To the token. */
export function isAsBilled(attempt: AttemptFacts, call: Bill[number]): boolean {
  return call.inputTokens === attempt.inputTokens && call.outputTokens === attempt.outputTokens;
}

function isFree({ inputTokens, outputTokens, costMicros }: AttemptFacts): boolean {
  return inputTokens + outputTokens + costMicros === 0;
}
