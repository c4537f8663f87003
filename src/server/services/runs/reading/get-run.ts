import type { ArtifactId, RunId, WorkspaceId } from "#core/ids.ts";
import { startsRuns } from "#core/pipeline/calls/calls.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { runTextRoom, runViewRoom } from "#core/run/value-room.ts";
import type { UndoView } from "#core/run/view/undo-view.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type ArtifactSummary, countArtifacts } from "#server/db/run/artifact-store.ts";
import { type Ancestor, listAncestors } from "#server/db/run/children/read-tree.ts";
import { readFrozenVersion } from "#server/db/run/read-version.ts";
import {
  type AttemptDetail,
  listAttempts,
  listNodeRuns,
  type NodeRunDetail,
} from "#server/db/run/reading/node-run-reader.ts";
import { findUndoRun } from "#server/db/run/reading/read-run-state.ts";
import { findRun, type RunDetail } from "#server/db/run/reading/run-reader.ts";
import { pageArtifacts } from "#server/services/artifacts/page-artifacts.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { isOfNode, readUndo } from "../undo/read-undo.ts";
import { readTrees, type TreeTotals } from "./read-trees.ts";
import { type WithHeld, withHeld } from "./with-held.ts";

/** What a run and all that it has started, or that has started it, took together. */

/**
 * A run with everything stored of it except its log. Values that are too many or too large for one answer are left out
 * and marked.
 */
export interface RunSnapshot {
  readonly run: WithHeld<RunDetail>;
  /** The progress of undoing it. Null: it is kept, or undoing has not begun. */
  readonly undo: UndoView | null;
  /** The later run that undoes this one. Null: there is none. */
  readonly undoneByRunId: RunId | null;
  /** Its ancestors, root first; empty for a root. */
  readonly ancestors: readonly Ancestor[];
  /** The sums of its whole tree. Null where it has neither parent nor children. */
  readonly tree: TreeTotals | null;
  /** The frozen definition that it runs. */
  readonly definition: PipelineDefinition;
  /** `runs.getNode` returns values that are left out here. */
  readonly nodeRuns: readonly NodeRunDetail[];
  readonly attempts: readonly AttemptDetail[];
  /** The newest of them. */
  readonly artifacts: readonly ArtifactSummary[];
  /** The cursor for `artifacts.list`. Null: these are all. */
  readonly nextArtifactCursor: ArtifactId | null;
  /** How many artifacts there are of the run. */
  readonly artifactCount: number;
}

const artifactsAtOnce = 200;

/**
 * One run in its current state, read at one moment.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function getRun(
  context: ServiceContext,
  input: { readonly runId: RunId },
): Promise<RunSnapshot> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const found = await findRun(tx, workspaceId, input.runId);
    const [run] = found === null ? [] : await withHeld(tx, workspaceId, [found]);
    const frozen = run === undefined ? null : await readFrozenVersion(tx, workspaceId, run.versionId);
    if (run === undefined || frozen === null) {
      throw noSuchRun(input.runId);
    }
    const page = { runId: run.id, cursor: null, limit: artifactsAtOnce };
    const { artifacts, nextCursor } = await pageArtifacts(tx, workspaceId, page);
    const nodeRuns = await listNodeRuns(tx, workspaceId, { runId: run.id, node: null }, runViewRoom);
    const attempts = await listAttempts(tx, workspaceId, { runId: run.id, node: null }, runTextRoom);
    return {
      run,
      ...(await readTree(tx, workspaceId, run, frozen.definition)),
      undo: run.undo === null ? null : await readUndo(tx, context, run, { nodeRuns, attempts }),
      undoneByRunId: await findUndoRun(tx, workspaceId, run.id),
      definition: frozen.definition,
      nodeRuns: nodeRuns.filter(isOfNode),
      attempts: attempts.filter(isOfNode),
      artifacts,
      nextArtifactCursor: nextCursor,
      artifactCount: nextCursor === null ? artifacts.length : await countArtifacts(tx, workspaceId, run.id),
    };
  });
}

/** Skipped for a run that calls nothing and is not called. */
async function readTree(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, triggerKind }: RunDetail,
  definition: PipelineDefinition,
): Promise<Pick<RunSnapshot, "ancestors" | "tree">> {
  const ancestors = triggerKind === "call" ? await listAncestors(tx, workspaceId, id) : [];
  if (ancestors.length === 0 && !startsRuns(definition)) return { ancestors, tree: null };
  const root = ancestors[0]?.runId ?? id;
  return { ancestors, tree: (await readTrees(tx, workspaceId, [root])).get(root) ?? null };
}
