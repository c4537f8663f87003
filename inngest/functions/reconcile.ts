import type { PenstockInngest } from "#inngest/client.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { reconcile } from "#server/services/progress/healing/reconcile.ts";

/** Every minute: what has stopped moving is made to go on. */
export function createReconcile(client: PenstockInngest, context: EngineContext) {
  return client.createFunction(
    { id: "reconcile", triggers: [{ cron: "* * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
    ({ step }) => step.run("reconcile", () => reconcile(context)),
  );
}
