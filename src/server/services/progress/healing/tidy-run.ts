import type { RunId, WorkspaceId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { dropCompletedText } from "#server/db/run/progress/drop-completed-text.ts";
import { forgetRuns } from "#server/db/run/progress/open-run-store.ts";
import type { EngineContext } from "../engine-context.ts";

/**
 * The last look at a run that has ended: text that its nodes' outputs hold whole is not kept a second time in the log.
 */
export function tidyRun(
  context: Pick<EngineContext, "db">,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<void> {
  return withTenant(context.db, workspaceId, async (tx) => {
    await dropCompletedText(tx, workspaceId, runId);
    await forgetRuns(tx, [runId]);
  });
}
