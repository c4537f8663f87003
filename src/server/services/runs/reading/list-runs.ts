import type { PipelineId, PipelineVersionId, RunId, UserId, WorkspaceId } from "#core/ids.ts";
import { runIdSchema } from "#core/ids.ts";
import type { RunOrder } from "#core/run/run-order.ts";
import type { RunStatus, TriggerKind } from "#core/run/status.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { findPipelineOfVersion } from "#server/db/run/read-version.ts";
import {
  countListedRuns,
  everyRun,
  hasFewRuns,
  type ListedRun,
  type RunFilter,
  type RunListing,
  listRuns as readRuns,
} from "#server/db/run/reading/list-runs.ts";
import { matchRunText } from "#server/db/run/reading/match-run-text.ts";
import { type ContentSearch, searchRunContent } from "#server/db/run/reading/search-run-content.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { readTrees, type TreeTotals } from "./read-trees.ts";
import { readRunCursor, writeRunCursor } from "./run-cursor.ts";
import { type WithHeld, withHeld } from "./with-held.ts";

export interface ListRunsInput {
  readonly pipelineId: PipelineId | null;
  /** Only runs of this version: a published one, a draft as it was when it ran, or a rehearsal. */
  readonly versionId?: PipelineVersionId | null;
  readonly statuses: readonly RunStatus[] | null;
  /** The person who started them, also through a token. */
  readonly startedBy: UserId | null;
  /** Only those started by these. Null: all. */
  readonly triggerKinds: readonly TriggerKind[] | null;
  /** Only runs made within this many seconds before now. */
  readonly withinSeconds: number | null;
  /** Only ended runs that cost at least this, with all their descendants, micros of USD. */
  readonly costFromMicros?: number | null;
  /** Likewise: at most this. */
  readonly costToMicros?: number | null;
  /** Part of the pipeline's name, or four or more characters of the run's id: its beginning or its end. */
  readonly text: string | null;
  /** A text in their inputs or outputs. */
  readonly content?: string | null;
  readonly order: RunOrder;
  /** Of the previous page in the same order. Null for the first page. */
  readonly cursor: string | null;
  /** 1 to 200. */
  readonly limit: number;
}

/** Nobody pages through more: beyond this "more than" is shown. */
const mostCounted = 1_000;

/** A run in a list. Its own sums are those of its own calls. */
export type RunOfPage = WithHeld<ListedRun> & {
  /** The totals of the run and all its descendants. Null where it has started no run. */
  readonly tree: TreeTotals | null;
};

export interface ListRunsOutput {
  readonly runs: readonly RunOfPage[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
  /** How many there are on all pages. Null: more than a thousand, or content was searched. */
  readonly total: number | null;
  /** How many runs were searched for content. Null: no content search. */
  readonly looked: number | null;
}

const noRuns: ListRunsOutput = { runs: [], nextCursor: null, total: 0, looked: null };

/** The maximum number of runs searched for one page. */
export const mostRunsLooked = 5_000;

/**
 * A page of the workspace's runs.
 * @throws AppError FORBIDDEN, INVALID_INPUT for a cursor of another order.
 */
export async function listRuns(
  context: ServiceContext,
  input: ListRunsInput,
  mostLooked: number = mostRunsLooked,
): Promise<ListRunsOutput> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const { cursor, limit, order } = input;
  const nowMs = context.clock.nowMs();
  const page = { after: cursor === null ? null : readRunCursor(order, cursor), limit: limit + 1 };
  return withTenant(context.db, workspaceId, async (tx) => {
    const listing = await listingOf(tx, workspaceId, input, nowMs);
    if (listing === null) return noRuns;
    const content = input.content?.trim() ?? "";
    if (content !== "") {
      return searchContent(tx, workspaceId, listing, { ...page, text: content, limit, mostLooked });
    }
    const found = await readRuns(tx, workspaceId, listing, page);
    const runs = await withTotals(tx, workspaceId, found.slice(0, limit));
    const last = found.length > limit ? runs.at(-1) : undefined;
    const isWhole = cursor === null && last === undefined;
    const count = isWhole ? runs.length : await countListedRuns(tx, workspaceId, listing, mostCounted + 1);
    return {
      runs,
      nextCursor: last === undefined ? null : writeRunCursor(order, last),
      total: count > mostCounted ? null : count,
      looked: null,
    };
  });
}

async function withTotals(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  runs: readonly ListedRun[],
): Promise<readonly RunOfPage[]> {
  const trees = await readTrees(
    tx,
    workspaceId,
    runs.map(({ id }) => id),
  );
  return (await withHeld(tx, workspaceId, runs)).map((run) => ({ ...run, tree: trees.get(run.id) ?? null }));
}

/** A page of runs that contain a text. It may be short although more follow. */
async function searchContent(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  listing: RunListing,
  search: ContentSearch,
): Promise<ListRunsOutput> {
  const { limit } = search;
  const found = await searchRunContent(tx, workspaceId, listing, { ...search, limit: limit + 1 });
  const told = found.runs.slice(0, limit);
  const match = { pipelineIds: [], between: null, runIds: told.map(({ id }) => id) };
  const these = { filter: { ...everyRun, match }, order: listing.order };
  const runs = await readRuns(tx, workspaceId, these, { after: null, limit });
  const last = found.runs.length > limit ? told.at(-1) : found.lookedTo;
  return {
    runs: await withTotals(tx, workspaceId, runs),
    nextCursor: last == null ? null : writeRunCursor(listing.order, last),
    total: null,
    looked: found.looked,
  };
}

/** Null: nothing can match. */
async function listingOf(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  input: ListRunsInput,
  nowMs: number,
): Promise<RunListing | null> {
  const filter = await filterOf(tx, workspaceId, input, nowMs);
  if (filter === null) return null;
  const text = input.text?.trim() ?? "";
  const match = text === "" ? null : await matchRunText(tx, workspaceId, text);
  const listing = { filter: { ...filter, match }, order: input.order };
  return { ...listing, isFew: await hasFewRuns(tx, workspaceId, listing) };
}

/** Null: nothing can match, because the version does not exist or belongs to another pipeline. */
async function filterOf(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  input: ListRunsInput,
  nowMs: number,
): Promise<Omit<RunFilter, "match"> | null> {
  const { statuses, startedBy, triggerKinds, withinSeconds, versionId = null } = input;
  const { costFromMicros = null, costToMicros = null } = input;
  const ofVersion = versionId === null ? null : await findPipelineOfVersion(tx, workspaceId, versionId);
  const pipelineId = input.pipelineId ?? ofVersion;
  if (versionId !== null && (ofVersion === null || ofVersion !== pipelineId)) return null;
  return {
    pipelineId,
    versionId,
    statuses,
    startedBy,
    triggerKinds,
    from: withinSeconds === null ? null : firstIdAt(Math.max(0, nowMs - withinSeconds * 1_000)),
    costFromMicros,
    costToMicros,
  };
}

/** The lowest possible id of a run made at this time or later. */
function firstIdAt(timeMs: number): RunId {
  const hex = Math.floor(timeMs).toString(16).padStart(12, "0");
  return runIdSchema.parse(`${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`);
}
