import type { PenstockInngest } from "#inngest/client.ts";
import { clearOldRows } from "#server/services/clearing/clear-old-rows.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { reconcile } from "#server/services/progress/healing/reconcile.ts";

/** Every minute: restarts what has stopped moving, and removes what nobody reads any longer. */
export function createReconcile(client: PenstockInngest, context: EngineContext) {
  return client.createFunction(
    { id: "reconcile", triggers: [{ cron: "* * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
    ({ step }) =>
      step.run("reconcile", async () => {
        const report = await reconcile(context);
        return { ...report, cleared: await clearOldRows(context) };
      }),
  );
}
