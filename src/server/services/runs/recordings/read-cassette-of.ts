import { AppError } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Cassette } from "#core/run/cassette/cassette.ts";
import { recordRun } from "#core/run/cassette/record.ts";
import type { ValueRoom } from "#core/run/value-room.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { readItemIndex } from "#server/db/run/children/read-items.ts";
import { readFrozenVersion } from "#server/db/run/read-version.ts";
import { listAttempts, listNodeRuns } from "#server/db/run/reading/node-run-reader.ts";
import { findRun } from "#server/db/run/reading/run-reader.ts";
import { readWaitAnswers } from "#server/db/wait/read-wait-answers.ts";
import { requireBodies } from "#server/services/deletion/require-bodies.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { fingerprint } from "./fingerprint.ts";

/** Of all inputs and outputs of the nodes. */
const mostMegabytes = 32;
export const recordingRoom: ValueRoom = {
  eachBytes: mostMegabytes * 1_048_576,
  totalBytes: mostMegabytes * 1_048_576,
};
/** The partial text of failed attempts is not part of a recording. */
const noText: ValueRoom = { eachBytes: 0, totalBytes: 0 };

/**
 * An ended run as a recording, made from what is stored of it.
 * @throws AppError NOT_FOUND, CONFLICT for a run that is in progress, was stopped, or cannot be played, BODY_DELETED,
 * PAYLOAD_TOO_LARGE.
 */
export async function readCassetteOf(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<Cassette> {
  const run = await findRun(tx, workspaceId, runId);
  const frozen = run === null ? null : await readFrozenVersion(tx, workspaceId, run.versionId);
  if (run === null || frozen === null) {
    throw noSuchRun(runId);
  }
  await requireBodies(tx, workspaceId, run.id);
  const choice = { runId: run.id, node: null };
  const nodeRuns = await listNodeRuns(tx, workspaceId, choice, recordingRoom);
  const waits = await readWaitAnswers(tx, workspaceId, run.id);
  const attempts = await listAttempts(tx, workspaceId, choice, noText);
  if (run.outputsLeftOut.length > 0 || nodeRuns.some(({ outputLeftOut }) => outputLeftOut)) throw tooLarge();
  const itemIndex = run.triggerKind === "call" ? await readItemIndex(tx, workspaceId, run.id) : null;
  const startedAtMs = Math.floor(run.createdAtMs);
  const record = { ...frozen, ...run, startedAtMs, itemIndex, nodeRuns, attempts, waits };
  return recordRun(record, fingerprint);
}

function tooLarge(): AppError {
  return new AppError(
    "PAYLOAD_TOO_LARGE",
    `The run cannot be saved as a recording: what its nodes took in and put out is more than ${mostMegabytes} MB.`,
  );
}
