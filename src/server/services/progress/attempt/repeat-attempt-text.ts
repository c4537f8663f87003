import type { NodeTask } from "#core/run/node-task.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { appendText } from "#server/db/run/progress/append-text.ts";
import { readAttemptText } from "#server/db/run/progress/find-attempt.ts";
import { lockRun } from "#server/db/run/progress/lock-run.ts";
import type { EngineContext } from "../engine-context.ts";

/**
 * Appends a piece of text whose first try got no answer: a database that dies during a commit may have stored it.
 * `offset` is how many characters of the attempt were certainly written before this piece. The run's row lock is taken
 * first, so that a try still in progress has ended when the log is read.
 */
export async function repeatAttemptText(
  context: Pick<EngineContext, "db">,
  task: NodeTask,
  text: string,
  offset: number,
): Promise<void> {
  const { workspaceId, runId, attempt, leaseToken } = task;
  await withTenant(context.db, workspaceId, async (tx) => {
    await lockRun(tx, workspaceId, runId);
    const said = await readAttemptText(tx, task, attempt);
    if (said.length === offset) await appendText(tx, { ref: task, attempt, leaseToken, text });
  });
}
