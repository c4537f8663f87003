import { hasWorker } from "#server/db/has-worker.ts";
import type { ServiceTools } from "#server/services/context.ts";

/**
 * Whether somebody carries out nodes now. With an Inngest server that is its business, so it is taken for granted. A
 * worker that was killed is back within a second or two: one look that finds none means little.
 */
export async function findWorker({
  db,
  runs,
}: Pick<ServiceTools, "db" | "runs">): Promise<{ readonly isAtWork: boolean }> {
  return { isAtWork: runs.engine === "inngest" || (await hasWorker(db)) };
}
