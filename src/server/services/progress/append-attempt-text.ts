import type { NodeTask } from "#core/run/node-task.ts";
import { appendText } from "#server/db/run/append-text.ts";
import { withTenant } from "#server/db/with-tenant.ts";
import type { EngineContext } from "./engine-context.ts";

/** Adds a piece of an attempt's text to the run's log. Words of an attempt that has lost its lease are dropped. */
export async function appendAttemptText(context: EngineContext, task: NodeTask, text: string): Promise<void> {
  await withTenant(context.db, task.workspaceId, (tx) =>
    appendText(tx, task, task.attempt, task.leaseToken, text),
  );
}
