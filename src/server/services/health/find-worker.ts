import { hasWorker } from "#server/db/has-worker.ts";
import type { ServiceTools } from "#server/services/context.ts";

/**
 * Whether a worker is running now. With an Inngest server that is its concern, so it is assumed. A killed worker is
 * back within a second or two, so a single negative result means little.
 */
export async function findWorker({
  db,
  runs,
}: Pick<ServiceTools, "db" | "runs">): Promise<{ readonly isAtWork: boolean }> {
  return { isAtWork: runs.engine === "inngest" || (await hasWorker(db)) };
}
