import type { NodeTask } from "#core/run/node-task.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { appendText } from "#server/db/run/progress/append-text.ts";
import type { EngineContext } from "../engine-context.ts";

/** Adds a piece of an attempt's text to the run's log. Words of an attempt that has lost its lease are dropped. */
export async function appendAttemptText(context: EngineContext, task: NodeTask, text: string): Promise<void> {
  await withTenantDirect(context.db, task.workspaceId, (tx) =>
    Promise.all([appendText(tx, task, task.attempt, task.leaseToken, text), tx.commit()]),
  );
}
