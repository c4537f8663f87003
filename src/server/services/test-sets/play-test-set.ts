import type { TestCaseId } from "#core/ids.ts";
import type { CaseVerdict, VerdictState } from "#core/run/test-set/judge/verdict.ts";
import type { CaseResult } from "#core/run/test-set/play-case.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import type { JudgeRun, VerdictsOfCase } from "./judge/read-verdicts.ts";
import { type PlayInput, playCases, readSetToPlay } from "./play-cases.ts";

/** The state of one judge's verdict, and the run that asked. Null run: nobody has asked, or it was deleted. */
export type ToldVerdict = VerdictState & Pick<CaseVerdict, "assertion"> & { readonly run: JudgeRun | null };

/** The result of a case in one version. */
export interface PlayedIn extends Pick<CaseResult, "outcome" | "reasons"> {
  readonly verdicts: readonly ToldVerdict[];
}

/** The result of a case, in both versions where two are compared. */
export interface PlayedCase extends PlayedIn, Pick<CaseResult, "status" | "output" | "answered"> {
  readonly caseId: TestCaseId;
  readonly name: string;
  /** The result in the baseline version. Null where there is none. */
  readonly baseline: PlayedIn | null;
}

/**
 * Plays all cases of a set in memory, with the draft or a version: free, and without any request. Judges are not asked;
 * an earlier verdict counts as long as nothing that the judge read has changed.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_DEFINITION for a draft with errors.
 */
export async function playTestSet(context: ServiceContext, input: PlayInput): Promise<readonly PlayedCase[]> {
  authorize(context, "pipelines.read");
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const set = await withTenant(context.db, workspaceId, (tx) => readSetToPlay(tx, workspaceId, input));
  return (await playCases(set)).map(({ testCase: { id, name }, result, baseline }) => {
    const { status, output, answered } = result;
    const told = (of: CaseResult) => tell(of, set.verdictsOf(id));
    return {
      ...{ caseId: id, name, status, output, answered },
      ...told(result),
      baseline: baseline === null ? null : told(baseline),
    };
  });
}

function tell({ outcome, reasons, verdicts }: CaseResult, { runs }: VerdictsOfCase): PlayedIn {
  return {
    outcome,
    reasons,
    verdicts: verdicts.map(({ mark, question: _, ...verdict }) => ({
      ...verdict,
      run: runs.get(mark) ?? null,
    })),
  };
}
