import type { RunId, WorkspaceId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findUnheardParent } from "#server/db/run/children/find-child.ts";
import { dropCompletedText } from "#server/db/run/progress/drop-completed-text.ts";
import { forgetRuns } from "#server/db/run/progress/open-run-store.ts";
import type { EngineContext } from "../engine-context.ts";
import { dispatchEvents, toParentEvent } from "../step/dispatch-effects.ts";

/**
 * The last check of an ended run: text that its nodes' outputs contain is deleted from the log. If it is a child and
 * its parent has not processed its end, the parent is notified again, and the run is checked once more.
 */
export function tidyRun(
  context: Pick<EngineContext, "db" | "engine">,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<void> {
  return withTenant(context.db, workspaceId, async (tx) => {
    await dropCompletedText(tx, workspaceId, runId);
    const parent = await findUnheardParent(tx, workspaceId, runId);
    if (parent === null) {
      await forgetRuns(tx, [runId]);
      return;
    }
    const nowMs = Date.now();
    const event = toParentEvent(workspaceId, parent, `${runId}:again-${nowMs}`, nowMs);
    await dispatchEvents(tx, context.engine, workspaceId, [{ nowMs, events: [event] }]);
  });
}
