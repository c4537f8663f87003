import { AppError } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import { decodeRunState } from "#core/run/state-codec.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { listOpenForks } from "#server/db/run/reading/list-open-forks.ts";
import { readRunState } from "#server/db/run/reading/read-run-state.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { takenOver } from "../fork/undone-nodes.ts";

/**
 * Nothing is taken back under a run that builds on it and has not ended.
 * @throws AppError CONFLICT naming that run.
 */
export async function refuseUnderForks(
  tx: TenantSql,
  { runs, actor: { workspaceId } }: Pick<ServiceContext, "runs" | "actor">,
  runId: RunId,
  toUndo: readonly string[],
): Promise<void> {
  for (const forkId of await listOpenForks(tx, workspaceId, runId)) {
    const taken = await takenOverBy(tx, runs, workspaceId, forkId);
    const nodeId = toUndo.find((id) => taken.includes(id));
    if (nodeId === undefined) continue;
    throw new AppError(
      "CONFLICT",
      `Run ${forkId} builds on what this run did in node "${nodeId}" and is still running: stop it, or wait until it has ended.`,
    );
  }
}

async function takenOverBy(
  tx: TenantSql,
  { plans }: ServiceContext["runs"],
  workspaceId: WorkspaceId,
  forkId: RunId,
): Promise<readonly string[]> {
  const plan = await plans.ofRun(tx, workspaceId, forkId);
  const stored = plan === null ? null : await readRunState(tx, workspaceId, forkId);
  return plan === null || stored === null ? [] : takenOver({ plan, state: decodeRunState(plan, stored) });
}
