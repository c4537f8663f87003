import { findMissingMigration } from "#server/db/check-schema.ts";
import type { ServiceTools } from "#server/services/context.ts";

/** `reason` is for operators; it contains no address and no secret. */
export type Readiness = { readonly isReady: true } | { readonly isReady: false; readonly reason: string };

/** Whether this process can do its work now: its database answers and has every migration of this build. */
export async function checkReadiness({ db, log }: Pick<ServiceTools, "db" | "log">): Promise<Readiness> {
  try {
    const missing = await findMissingMigration(db);
    if (missing === null) return { isReady: true };
    return {
      isReady: false,
      reason: `the database lacks the migration ${missing} of this version, or it did not finish: run \`npm run migrate\``,
    };
  } catch (error) {
    log.warn({ err: error }, "not ready: the database does not answer");
    return { isReady: false, reason: "the database does not answer" };
  }
}
