import { isJsonObject } from "#core/json/is-json-object.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { isTalking, type TalkingNode } from "#core/run/agent/agent-steps.ts";
import { callQuestionOf, callVerdictOf, decisionOf, undecidedCalls } from "#core/run/asking/questions.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { readAgentSteps } from "#server/db/run/progress/agent-steps/read-steps.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { Changeset } from "../step/changeset.ts";
import { noteStep } from "./note-steps.ts";

/** Whether a node waits for people to decide on a call of its agent's tool. */
export function asksAboutCall({ state, plan }: Changeset, nodeId: string): TalkingNode | null {
  const node: PlanNode | undefined = plan.nodeById.get(nodeId);
  if (state.phases[nodeId] !== "waiting" || state.attempts[nodeId]?.asks !== true) return null;
  return node !== undefined && isTalking(node) ? node : null;
}

/**
 * Records the decision of people, or the time-out, on the call that was asked about, under the row lock of its run.
 * Then the next question is asked, or the agent continues after its steps.
 */
export async function endQuestion(
  tx: TenantSql,
  changeset: Changeset,
  node: TalkingNode,
  answer: WaitAnswer,
): Promise<void> {
  const { workspaceId, runId, nowMs } = changeset.run;
  const { id: nodeId } = node;
  const steps = await readAgentSteps(tx, { workspaceId, runId, nodeId });
  const [call, following] = undecidedCalls(node, steps);
  if (call === undefined) throw new Error(`Node "${nodeId}" asks about a call that is not there`);
  const { seq, requestHash, name } = call;
  const verdict = callVerdictOf(node.agent.talk.approval, answer);
  const told = verdict.kind === "approved" ? null : verdict.answer;
  noteStep(
    changeset,
    call.attempt,
    {
      kind: "call-decided",
      nodeId,
      seq,
      requestHash,
      decision: decisionOf(verdict),
      note: told === null ? noteOf(answer) : null,
      answer: told,
    },
    name,
  );
  const isFatal = verdict.kind === "fatal";
  const next = isFatal || following === undefined ? null : callQuestionOf(node, following, nowMs);
  await applyHappening(tx, changeset, { kind: "call.decided", nodeId, answer, next, isFatal });
}

/** Null where no note was written. */
function noteOf(answer: WaitAnswer): string | null {
  if (answer.kind !== "decided" || !isJsonObject(answer.form)) return null;
  const { note } = answer.form;
  return typeof note === "string" && note.trim() !== "" ? note : null;
}
