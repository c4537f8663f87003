import { type PenstockInngest, runRequested } from "#inngest/client.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { continueRun } from "#server/services/progress/healing/continue-run.ts";

/**
 * Makes sure that a run continues: starts it if it is pending, and hands out again what no worker holds. Sending its
 * event again, by hand from the Inngest dashboard or by a program, is always safe.
 */
export function createStartRun(client: PenstockInngest, context: EngineContext) {
  return client.createFunction(
    { id: "start-run", triggers: [runRequested], retries: 10 },
    async ({ event, step }) => {
      const { workspaceId, runId } = event.data;
      return { runId, found: await step.run("continue", () => continueRun(context, workspaceId, runId)) };
    },
  );
}
