import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import { nodeTextRoom, nodeViewRoom } from "#core/run/value-room.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  type AttemptDetail,
  listAttempts,
  listNodeRuns,
  type NodeRunDetail,
} from "#server/db/run/reading/node-run-reader.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireBodies } from "#server/services/deletion/require-bodies.ts";

/** One node of a run, with its input and output. */
export interface RunNodeView {
  readonly nodeRun: NodeRunDetail;
  readonly attempts: readonly AttemptDetail[];
}

export interface GetRunNodeInput {
  readonly runId: RunId;
  readonly nodeId: string;
}

/**
 * One node of a run with its whole input and output, which `runs.get` may have left out.
 * @throws AppError FORBIDDEN, NOT_FOUND: no such run, or its node has not begun; BODY_DELETED.
 */
export async function getRunNode(context: ServiceContext, input: GetRunNodeInput): Promise<RunNodeView> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const { runId, nodeId } = input;
  const choice = { runId, node: { nodeId } };
  return withTenant(context.db, workspaceId, async (tx) => {
    const [nodeRun] = await listNodeRuns(tx, workspaceId, choice, nodeViewRoom);
    if (nodeRun === undefined) {
      throw new AppError(
        "NOT_FOUND",
        `There is no run ${runId} in this workspace whose node ${nodeId} has begun.`,
      );
    }
    await requireBodies(tx, workspaceId, runId);
    return { nodeRun, attempts: await listAttempts(tx, workspaceId, choice, nodeTextRoom) };
  });
}
