import { type PipelineId, type RunId, runIdSchema, type UserId } from "#core/ids.ts";
import type { RunStatus } from "#core/run/status.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  countListedRuns,
  type ListedRun,
  type RunFilter,
  listRuns as readRuns,
} from "#server/db/run/reading/run-reader.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type WithHeld, withHeld } from "./with-held.ts";

export interface ListRunsInput {
  readonly pipelineId: PipelineId | null;
  readonly statuses: readonly RunStatus[] | null;
  /** The person who started them, or in whose name a token did. */
  readonly startedBy: UserId | null;
  /** Only runs made within so many seconds from now. */
  readonly withinSeconds: number | null;
  /** Part of the pipeline's name, or the beginning or the end of the run's id. */
  readonly text: string | null;
  /** The last run of the page before; null for the first page. */
  readonly cursor: RunId | null;
  /** 1 to 200. */
  readonly limit: number;
}

/** Nobody pages through more: from here on "more than" is told. */
const mostCounted = 1_000;

export interface RunsPage {
  readonly runs: readonly WithHeld<ListedRun>[];
  /** Null on the last page. */
  readonly nextCursor: RunId | null;
  /** How many there are on all pages; null: more than a thousand. */
  readonly total: number | null;
}

/** A page of the workspace's runs, newest first. */
export async function listRuns(context: ServiceContext, input: ListRunsInput): Promise<RunsPage> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const { cursor, limit } = input;
  const filter = filterOf(input, context.clock.nowMs());
  return withTenant(context.db, workspaceId, async (tx) => {
    const page = { before: cursor, limit: limit + 1 };
    const found = await withHeld(tx, workspaceId, await readRuns(tx, workspaceId, filter, page));
    const runs = found.slice(0, limit);
    const hasMore = found.length > limit;
    const isWhole = cursor === null && !hasMore;
    const count = isWhole ? runs.length : await countListedRuns(tx, workspaceId, filter, mostCounted + 1);
    return {
      runs,
      nextCursor: hasMore ? (runs.at(-1)?.id ?? null) : null,
      total: count > mostCounted ? null : count,
    };
  });
}

function filterOf(input: ListRunsInput, nowMs: number): RunFilter {
  const { pipelineId, statuses, startedBy, withinSeconds } = input;
  const text = input.text?.trim() ?? "";
  return {
    pipelineId,
    statuses,
    startedBy,
    from: withinSeconds === null ? null : firstIdAt(Math.max(0, nowMs - withinSeconds * 1_000)),
    text: text === "" ? null : text,
  };
}

/** No id of a run that was made at this time or later is smaller. */
function firstIdAt(timeMs: number): RunId {
  const hex = Math.floor(timeMs).toString(16).padStart(12, "0");
  return runIdSchema.parse(`${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`);
}
