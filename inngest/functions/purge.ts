import type { PenstockInngest } from "#inngest/client.ts";
import { purge } from "#server/services/deletion/purge.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";

/** Every minute: removes another portion of what was deleted. */
export function createPurge(client: PenstockInngest, context: EngineContext) {
  return client.createFunction(
    { id: "purge", triggers: [{ cron: "* * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
    ({ step }) => step.run("purge", () => purge(context)),
  );
}
