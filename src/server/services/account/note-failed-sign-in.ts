import type { UserId } from "#core/ids.ts";
import { withUser } from "#server/db/driver/with-tenant.ts";
import { recordAccountEvent } from "#server/services/audit/record-account-event.ts";
import type { ServiceTools } from "#server/services/context.ts";

/** Records a wrong password without making the caller wait: the delay would reveal that the account exists. */
export function noteFailedSignIn({ db, log }: Pick<ServiceTools, "db" | "log">, userId: UserId): void {
  const event = { action: "account.sign-in-failed", userId, isOwnDoing: false } as const;
  withUser(db, userId, (tx) => recordAccountEvent(tx, event)).catch((error: unknown) =>
    log.warn({ err: error, userId }, "a failed sign-in is not in the audit"),
  );
}
