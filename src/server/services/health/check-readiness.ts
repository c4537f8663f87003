import { hasSchema } from "#server/db/check-schema.ts";
import type { ServiceTools } from "#server/services/context.ts";

/** `reason` is for whoever runs Penstock; it holds no address and no secret. */
export type Readiness = { readonly isReady: true } | { readonly isReady: false; readonly reason: string };

/** Whether this process can do its work now: its database answers and is as new as this build. */
export async function checkReadiness({ db, log }: Pick<ServiceTools, "db" | "log">): Promise<Readiness> {
  try {
    if (await hasSchema(db)) return { isReady: true };
    return {
      isReady: false,
      reason: "the database lacks the migrations of this version: run `npm run migrate`",
    };
  } catch (error) {
    log.warn({ err: error }, "not ready: the database does not answer");
    return { isReady: false, reason: "the database does not answer" };
  }
}
