import type { PipelineId, RunId } from "#core/ids.ts";
import type { RunStatus } from "#core/run/status.ts";
import { type RunSummary, listRuns as readRuns } from "#server/db/run/run-reader.ts";
import { withTenant } from "#server/db/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type WithHeld, withHeld } from "./with-held.ts";

export interface ListRunsInput {
  readonly pipelineId: PipelineId | null;
  readonly statuses: readonly RunStatus[] | null;
  /** The last run of the page before; null for the first page. */
  readonly cursor: RunId | null;
  /** 1 to 200. */
  readonly limit: number;
}

/** A page of the workspace's runs, newest first; `nextCursor` is null on the last page. */
export async function listRuns(
  context: ServiceContext,
  input: ListRunsInput,
): Promise<{ readonly runs: readonly WithHeld<RunSummary>[]; readonly nextCursor: RunId | null }> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const { pipelineId, statuses, cursor, limit } = input;
  const found = await withTenant(context.db, workspaceId, async (tx) =>
    withHeld(
      tx,
      workspaceId,
      await readRuns(tx, workspaceId, { pipelineId, statuses, before: cursor, limit: limit + 1 }),
    ),
  );
  const runs = found.slice(0, limit);
  return { runs, nextCursor: found.length > limit ? (runs.at(-1)?.id ?? null) : null };
}
