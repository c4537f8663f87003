import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import { recordRun } from "#core/run/cassette/record.ts";
import type { ValueRoom } from "#core/run/value-room.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { readFrozenVersion } from "#server/db/run/read-version.ts";
import { listAttempts, listNodeRuns } from "#server/db/run/reading/node-run-reader.ts";
import { findRun } from "#server/db/run/reading/run-reader.ts";
import { readWaitAnswers } from "#server/db/wait/read-wait-answers.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireBodies } from "#server/services/deletion/require-bodies.ts";
import { fingerprint } from "./fingerprint.ts";

/** Of what the nodes took in and put out. */
const mostMegabytes = 32;
export const recordingRoom: ValueRoom = {
  eachBytes: mostMegabytes * 1_048_576,
  totalBytes: mostMegabytes * 1_048_576,
};
/** What failed attempts had said is not part of a recording. */
const noText: ValueRoom = { eachBytes: 0, totalBytes: 0 };

export interface ExportedCassette {
  readonly fileName: string;
  /** The file's text: JSON of `cassetteSchema`. */
  readonly text: string;
}

/**
 * Makes a file of a run that has ended, to be played again without network and database: `npm run pipeline -- test`.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT for a run that goes on, was stopped, or cannot be played again,
 * PAYLOAD_TOO_LARGE.
 */
export async function exportCassette(
  context: ServiceContext,
  input: { readonly runId: RunId },
): Promise<ExportedCassette> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const record = await withTenant(context.db, workspaceId, async (tx) => {
    const run = await findRun(tx, workspaceId, input.runId);
    const frozen = run === null ? null : await readFrozenVersion(tx, workspaceId, run.versionId);
    if (run === null || frozen === null) {
      throw new AppError("NOT_FOUND", `There is no run ${input.runId} in this workspace.`);
    }
    await requireBodies(tx, workspaceId, run.id);
    const choice = { runId: run.id, node: null };
    const nodeRuns = await listNodeRuns(tx, workspaceId, choice, recordingRoom);
    const waits = await readWaitAnswers(tx, workspaceId, run.id);
    const attempts = await listAttempts(tx, workspaceId, choice, noText);
    if (run.outputsLeftOut.length > 0 || nodeRuns.some(({ outputLeftOut }) => outputLeftOut))
      throw tooLarge();
    return { ...frozen, ...run, startedAtMs: Math.floor(run.createdAtMs), nodeRuns, attempts, waits };
  });
  const text = `${JSON.stringify(recordRun(record, fingerprint), null, 2)}\n`;
  return { fileName: `run-${input.runId}.cassette.json`, text };
}

function tooLarge(): AppError {
  return new AppError(
    "PAYLOAD_TOO_LARGE",
    `The run cannot be saved as a recording: what its nodes took in and put out is more than ${mostMegabytes} MB.`,
  );
}
