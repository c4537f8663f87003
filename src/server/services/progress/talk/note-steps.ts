import { type ToolStep, unknownAnswer } from "#core/run/agent/agent-steps.ts";
import type { AgentStepWrite } from "#server/db/run/progress/agent-steps/write-steps.ts";
import type { LedgerWrite } from "#server/db/run/progress/write-ledger.ts";
import type { Changeset } from "../step/changeset.ts";

/** Adds a change of a turn or a call to a changeset, with its log line. */
export function noteStep(changeset: Changeset, attempt: number, write: AgentStepWrite, name?: string): void {
  const { nodeId, seq } = write;
  changeset.agentSteps.push(write);
  changeset.events.push({
    type: "node.step",
    nodeId,
    attempt,
    step: seq,
    what: write.kind === "turn-begin" || write.kind === "turn-end" ? "model" : "tool",
    status: statusOf(write),
    ...(name === undefined ? {} : { name }),
  });
}

function statusOf(write: AgentStepWrite) {
  switch (write.kind) {
    case "turn-begin":
      return "running";
    case "call-plan":
      return "planned";
    case "call-decided":
      return write.answer === null ? "planned" : "failed";
    case "turn-end":
    case "call-change":
      return write.status;
  }
}

/** Marks calls of a lost worker as doubtful when a new attempt begins: nobody knows their result. */
export function noteDoubts(
  changeset: Changeset,
  attempt: number,
  doubts: readonly ToolStep[],
  nodeId: string,
): void {
  for (const { seq, name } of doubts) {
    const change = { kind: "call-change", nodeId, seq, status: "unknown", answer: unknownAnswer } as const;
    noteStep(changeset, attempt, change, name);
  }
}

/** Records that a turn begins, with its reservation. No effect for a call that is not a turn. */
export function noteTurn(changeset: Changeset, attempt: number, reservation: LedgerWrite | null): void {
  if (reservation?.step === undefined || reservation.step === 0) return;
  const { nodeId, provider, model, step: seq } = reservation;
  noteStep(changeset, attempt, { kind: "turn-begin", nodeId, seq, attempt, provider, model });
}
