import { testSetFile } from "#core/run/test-set/file/test-set-file.ts";
import type { JudgeAnswer } from "#core/run/test-set/judge/verdict.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import type { VerdictsOfCase } from "./judge/read-verdicts.ts";
import { type PlayInput, readSetToPlay } from "./play-cases.ts";

/** A test set as a file. */
export interface ExportedTestSet {
  readonly fileName: string;
  /** The file's text: JSON of `testSetFileSchema`. */
  readonly text: string;
}

/**
 * Exports a set and the draft or a version as a file that can be played without network and database: `npm run pipeline
 * -- test`. It includes the judges' verdicts, so they are not asked again there.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_DEFINITION for a draft with errors.
 */
export async function exportTestSet(
  context: ServiceContext,
  { setId, version }: Pick<PlayInput, "setId" | "version">,
): Promise<ExportedTestSet> {
  authorize(context, "pipelines.read");
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const { name, plan, cases, verdictsOf } = await withTenant(context.db, workspaceId, (tx) =>
    readSetToPlay(tx, workspaceId, { setId, version, baseline: null }),
  );
  const { definition, agents } = plan;
  const file = testSetFile({
    name,
    definition,
    agents: [...agents],
    cases: cases.map(({ id, setId: _, assertions, ...fields }) => ({
      ...fields,
      assertions: [...assertions],
      verdicts: answersOf(verdictsOf(id)),
    })),
  });
  return { fileName: `test-set-${setId}.json`, text: `${JSON.stringify(file, null, 2)}\n` };
}

function answersOf({ kept }: VerdictsOfCase): { [mark: string]: JudgeAnswer } {
  return Object.fromEntries(
    [...kept].flatMap(([mark, verdict]) => (verdict.state === "given" ? [[mark, verdict.answer]] : [])),
  );
}
