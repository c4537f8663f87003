import type { RunId, WorkspaceId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findUnheardParent } from "#server/db/run/children/find-child.ts";
import { dropCompletedText } from "#server/db/run/progress/drop-completed-text.ts";
import { forgetRuns } from "#server/db/run/progress/open-run-store.ts";
import type { EngineContext } from "../engine-context.ts";
import { dispatchEvents, toParentEvent } from "../step/dispatch-effects.ts";

/**
 * The last look at a run that has ended: text that its nodes' outputs hold whole is not kept a second time in the log.
 * Where a run that a node has started ended, and its parent has taken no notice, the parent is told again, and it is
 * looked at once more.
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
