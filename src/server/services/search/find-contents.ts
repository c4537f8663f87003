import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import type { RawExcerpt } from "#server/db/excerpt-around.ts";
import { findArtifacts, type NamedArtifact } from "#server/db/run/find-artifacts.ts";
import { everyRun, listRuns as readRuns } from "#server/db/run/reading/list-runs.ts";
import { matchRunText } from "#server/db/run/reading/match-run-text.ts";
import { readRunExcerpts } from "#server/db/run/reading/read-run-excerpts.ts";
import { searchRunContent } from "#server/db/run/reading/search-run-content.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type MarkedExcerpt, markExcerpt } from "./mark-excerpt.ts";

/** The limits of one answer, newest first: somebody is typing meanwhile. */
export const searchRoom = {
  runs: 500,
  runBytes: 2_000_000,
  artifacts: 500,
  artifactBytes: 2_000_000,
} as const;
export type SearchRoom = Record<keyof typeof searchRoom, number>;

/** Of each kind. */
const mostFound = 5;

export interface FoundRun {
  readonly id: RunId;
  readonly pipelineName: string;
  readonly status: RunStatus;
  /** When it was created, in milliseconds. */
  readonly createdAtMs: number;
}

/** With an excerpt around the match. Null where an excerpt does not show it. */
interface WithExcerpt {
  readonly excerpt: MarkedExcerpt | null;
}

export interface FoundContents {
  /** Matched by part of the pipeline's name, or the beginning or the end of the id. */
  readonly runs: readonly FoundRun[];
  /** Others of the newest runs that contain the text in their input or output. */
  readonly runsThatSay: readonly (FoundRun & WithExcerpt)[];
  /** Of the newest saved artifacts, those whose name or content contains it. */
  readonly artifacts: readonly (NamedArtifact & WithExcerpt)[];
}

/**
 * The newest runs and artifacts that match a text, at most five of each kind. Runs are found by id and pipeline with an
 * index; their content is searched within the limits of `room`: `runs.list` searches further.
 * @throws AppError FORBIDDEN.
 */
export async function findContents(
  context: ServiceContext,
  { text }: { readonly text: string },
  room: SearchRoom = searchRoom,
): Promise<FoundContents> {
  authorize(context, "runs.read");
  authorize(context, "artifacts.read");
  const { workspaceId } = context.actor;
  const wanted = text.trim();
  if (wanted === "") return { runs: [], runsThatSay: [], artifacts: [] };
  return withTenant(context.db, workspaceId, async (tx) => {
    const runs = await findNamed(tx, workspaceId, wanted);
    const saying = await findSaying(tx, workspaceId, wanted, room);
    const known = new Set(runs.map(({ id }) => id));
    const artifacts = await findArtifacts(tx, workspaceId, {
      ...{ text: wanted, limit: mostFound },
      ...{ mostLooked: room.artifacts, mostBytes: room.artifactBytes },
    });
    const others = saying.filter(({ id }) => !known.has(id)).slice(0, mostFound);
    const excerpts = await readRunExcerpts(
      tx,
      workspaceId,
      others.map(({ id }) => id),
      wanted,
    );
    const marked = (raw: RawExcerpt | null | undefined, isJson: boolean) =>
      raw ? markExcerpt(raw, wanted, isJson) : null;
    return {
      runs,
      runsThatSay: others.map((run) => ({ ...run, excerpt: marked(excerpts.get(run.id), true) })),
      artifacts: artifacts.map((found) => ({ ...found, excerpt: marked(found.excerpt, false) })),
    };
  });
}

async function findNamed(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  text: string,
): Promise<readonly FoundRun[]> {
  const match = await matchRunText(tx, workspaceId, text);
  return readFirst(tx, workspaceId, match, mostFound);
}

async function findSaying(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  text: string,
  room: SearchRoom,
): Promise<readonly FoundRun[]> {
  // Those that were also found by name are left out afterwards.
  const limit = 2 * mostFound;
  const found = await searchRunContent(
    tx,
    workspaceId,
    { filter: everyRun, order: "newest" },
    { text, after: null, limit, mostLooked: room.runs, mostBytes: room.runBytes },
  );
  const runIds = found.runs.map(({ id }) => id);
  return readFirst(tx, workspaceId, { pipelineIds: [], between: null, runIds }, limit);
}

async function readFirst(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  match: NonNullable<(typeof everyRun)["match"]>,
  limit: number,
): Promise<readonly FoundRun[]> {
  const listing = { filter: { ...everyRun, match }, order: "newest" as const };
  return (await readRuns(tx, workspaceId, listing, { after: null, limit })).map(
    ({ id, pipelineName, status, createdAtMs }) => ({ id, pipelineName, status, createdAtMs }),
  );
}
