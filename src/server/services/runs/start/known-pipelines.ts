import type { PipelineId, PipelineVersionId, WorkspaceId } from "#core/ids.ts";
import { RecentlyUsed } from "#core/recently-used.ts";
import type { Database } from "#server/db/driver/client.ts";
import { type DatabaseClock, databaseClock } from "#server/services/progress/step/remembered-runs.ts";
import type { VersionToRun } from "./freeze-version.ts";

const maxPipelines = 500;
/** Two clocks drift apart: the database's is read again after this time. */
const forgetAfterMs = 10_000;

interface Known {
  readonly versionId: PipelineVersionId;
  readonly clock: DatabaseClock;
  readonly notedAtMs: number;
}

/** Keyed by the connections of the process: a few pipelines are started again and again. */
const knownOf = new WeakMap<Database, RecentlyUsed<Known>>();

/**
 * The version of a pipeline that was published when this process last looked, with the database's current time. Null if
 * that was more than ten seconds ago. Usually right, but never trusted: to start a run with it, call `requirePublished`
 * in the same transaction.
 */
export function recallPublished(
  db: Database,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): VersionToRun | null {
  const known = knownOf.get(db)?.get(`${workspaceId}:${pipelineId}`);
  if (known === undefined || performance.now() - known.notedAtMs > forgetAfterMs) return null;
  return { versionId: known.versionId, nowMs: known.clock(), isPublished: true };
}

/** Remembers what has just been read; null forgets it. */
export function notePublished(
  db: Database,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  frozen: VersionToRun | null,
): void {
  const known = knownOf.get(db) ?? new RecentlyUsed<Known>(maxPipelines);
  knownOf.set(db, known);
  const key = `${workspaceId}:${pipelineId}`;
  if (frozen === null) known.forget(key);
  else {
    const clock = databaseClock(frozen);
    known.set(key, { versionId: frozen.versionId, clock, notedAtMs: performance.now() });
  }
}
