import type { ErrorInfo } from "#core/errors.ts";
import type { RunId, TestCaseId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { JudgeAnswer } from "#core/run/test-set/judge/verdict.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A question to a case's judge, and the state of the run that asked it. */
export interface AskedVerdict {
  readonly caseId: TestCaseId;
  readonly mark: string;
  readonly runId: RunId;
  /** The judge's answer, once it has been stored. */
  readonly answer: JudgeAnswer | null;
  /** The run's status. Null: the run was deleted. */
  readonly status: RunStatus | null;
  readonly output: Json;
  readonly error: ErrorInfo | null;
  /** Micros of USD. Null: unknown. */
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
}

/** All questions to the judges of some cases. */
export async function readAskedVerdicts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  caseIds: readonly TestCaseId[],
): Promise<readonly AskedVerdict[]> {
  if (caseIds.length === 0) return [];
  return tx.$queryRaw<AskedVerdict[]>`
    SELECT v.case_id AS "caseId", v.mark, v.run_id AS "runId", v.answer, r.status,
           CASE WHEN v.answer IS NULL THEN r.output END AS output, CASE WHEN v.answer IS NULL THEN r.error END AS error,
           (CASE WHEN r.cost_unknown THEN NULL ELSE r.cost_micros END)::float8 AS "costMicros",
           coalesce(r.is_sandbox, false) AS "isSandbox"
      FROM test_verdicts v
      LEFT JOIN runs r ON r.workspace_id = v.workspace_id AND r.id = v.run_id
     WHERE v.workspace_id = ${workspaceId}::uuid AND v.case_id = ANY (${[...caseIds]}::uuid[])
     ORDER BY v.case_id, v.mark`;
}

interface NewQuestion {
  readonly caseId: TestCaseId;
  readonly mark: string;
}

/** A question whose case is locked until the transaction ends. */
export interface LockedQuestion {
  /** The run that asks it or has asked it. Null: none. */
  readonly asked: Pick<AskedVerdict, "runId" | "answer" | "status" | "output"> | null;
}

/** Locks a question's case, so that nobody else asks it meanwhile. Null where the case was deleted. */
export async function lockQuestion(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { caseId, mark }: NewQuestion,
): Promise<LockedQuestion | null> {
  const locked = await tx.$queryRaw<{ id: TestCaseId }[]>`
    SELECT id FROM test_cases WHERE workspace_id = ${workspaceId}::uuid AND id = ${caseId}::uuid FOR NO KEY UPDATE`;
  if (locked.length === 0) return null;
  const [asked] = await tx.$queryRaw<Pick<AskedVerdict, "runId" | "answer" | "status" | "output">[]>`
    SELECT v.run_id AS "runId", v.answer, r.status, r.output
      FROM test_verdicts v LEFT JOIN runs r ON r.workspace_id = v.workspace_id AND r.id = v.run_id
     WHERE v.workspace_id = ${workspaceId}::uuid AND v.case_id = ${caseId}::uuid AND v.mark = ${mark}`;
  return { asked: asked ?? null };
}

/** The maximum number of verdicts kept per case; the oldest are deleted first. */
export const mostVerdicts = 40;

/** Records which run asks a question, in the transaction that starts the run. */
export async function writeQuestion(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { caseId, mark, runId }: NewQuestion & { readonly runId: RunId },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO test_verdicts AS kept (workspace_id, case_id, mark, run_id)
    VALUES (${workspaceId}::uuid, ${caseId}::uuid, ${mark}, ${runId}::uuid)
        ON CONFLICT (workspace_id, case_id, mark)
        DO UPDATE SET run_id = excluded.run_id, answer = NULL, asked_at = clock_timestamp()`;
  await tx.$executeRaw`
    DELETE FROM test_verdicts
     WHERE workspace_id = ${workspaceId}::uuid AND case_id = ${caseId}::uuid
       AND mark IN (SELECT mark FROM test_verdicts WHERE workspace_id = ${workspaceId}::uuid AND case_id = ${caseId}::uuid
                     ORDER BY asked_at DESC OFFSET ${mostVerdicts})`;
}

/** Stores a judge's answer, whatever becomes of its run. */
export async function keepAnswer(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { caseId, mark, runId, answer }: NewQuestion & { readonly runId: RunId; readonly answer: JudgeAnswer },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE test_verdicts SET answer = ${JSON.stringify(answer)}::jsonb
     WHERE workspace_id = ${workspaceId}::uuid AND case_id = ${caseId}::uuid AND mark = ${mark}
       AND run_id = ${runId}::uuid AND answer IS NULL`;
}
