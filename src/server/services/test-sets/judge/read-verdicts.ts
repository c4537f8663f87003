import type { RunId, TestCaseId, WorkspaceId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { type KeptVerdict, readJudgeAnswer } from "#core/run/test-set/judge/verdict.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type AskedVerdict, keepAnswer, readAskedVerdicts } from "#server/db/test-sets/test-verdict-store.ts";

/** A run that asked a judge. */
export interface JudgeRun {
  readonly runId: RunId;
  /** Micros of USD. Null: unknown. */
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
}

/** The verdicts of one case's judges, by the hash of what they were asked. */
export interface VerdictsOfCase {
  readonly kept: ReadonlyMap<string, KeptVerdict>;
  readonly runs: ReadonlyMap<string, JudgeRun>;
}

const none: VerdictsOfCase = { kept: new Map(), runs: new Map() };

/** The verdicts on some cases. Answers that are seen for the first time are stored with their cases. */
export async function readVerdicts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  caseIds: readonly TestCaseId[],
): Promise<(caseId: TestCaseId) => VerdictsOfCase> {
  const rows = await readAskedVerdicts(tx, workspaceId, caseIds);
  const byCase = new Map<TestCaseId, { kept: Map<string, KeptVerdict>; runs: Map<string, JudgeRun> }>();
  for (const { caseId, mark, ...asked } of rows) {
    const verdict = keptVerdict(asked);
    if (verdict === null) continue;
    const { runId, costMicros, isSandbox } = asked;
    if (verdict.state === "given" && asked.answer === null) {
      await keepAnswer(tx, workspaceId, { caseId, mark, runId, answer: verdict.answer });
    }
    const ofCase = byCase.get(caseId) ?? { kept: new Map(), runs: new Map() };
    ofCase.kept.set(mark, verdict);
    if (asked.status !== null) ofCase.runs.set(mark, { runId, costMicros, isSandbox });
    byCase.set(caseId, ofCase);
  }
  return (caseId) => byCase.get(caseId) ?? none;
}

/** The state of a question. Null if its run was deleted without an answer: then it can be asked again. */
function keptVerdict({
  answer,
  status,
  output,
  error,
}: Pick<AskedVerdict, "answer" | "status" | "output" | "error">): KeptVerdict | null {
  if (answer !== null) return { state: "given", answer };
  if (status === null) return null;
  if (!isTerminalRun(status)) return { state: "asked" };
  if (status !== "completed") {
    return { state: "unanswered", message: error?.message ?? `Its run ended as ${status}.` };
  }
  const said = readJudgeAnswer(output);
  // If the bodies of runs are deleted, answers that were never read are lost with them.
  return said === null
    ? { state: "unanswered", message: "Its output is not a verdict, or was deleted." }
    : { state: "given", answer: said };
}

/** Whether a question is answered or about to be, so that asking it would pay for the same again. */
export function isTakenCareOf(asked: Pick<AskedVerdict, "answer" | "status" | "output"> | null): boolean {
  const state = asked === null ? undefined : keptVerdict({ ...asked, error: null })?.state;
  return state === "given" || state === "asked";
}
