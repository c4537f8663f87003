import { AppError } from "#core/errors.ts";
import type { Permission } from "#core/policy/permissions.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { readStanding } from "#server/db/identity/standing-store.ts";
import { authorize } from "./authorize.ts";
import type { ServiceContext } from "./context.ts";

/** When a right ends, what it opened ends within this time and one more query. */
export const lookAgainMs = 10_000;

/** Checks whether somebody who was admitted still has the right; for work that continues long after its request. */
export interface StandingGuard {
  /**
   * Checks the right again when the last check is too old.
   * @throws AppError UNAUTHENTICATED, NOT_FOUND or FORBIDDEN: what the next request would get.
   */
  check(): Promise<void>;
}

/** Begins with a right that was checked for this request. */
export function guardStanding(context: ServiceContext, permission: Permission): StandingGuard {
  const { actor, clock, db } = context;
  let lookedAtMs = clock.nowMs();
  return {
    async check() {
      const nowMs = clock.nowMs();
      if (nowMs - lookedAtMs < lookAgainMs) return;
      lookedAtMs = nowMs;
      const read = (tx: DirectTransaction) => Promise.all([readStanding(tx, actor), tx.commit()]);
      const [{ isSignedIn, role }] = await withTenantDirect(db, actor.workspaceId, read);
      if (!isSignedIn) throw ended(actor.kind);
      if (role === null) throw new AppError("NOT_FOUND", "You are no longer a member of this workspace.");
      authorize({ actor: { ...actor, role } }, permission);
    },
  };
}

function ended(kind: ServiceContext["actor"]["kind"]): AppError {
  return new AppError(
    "UNAUTHENTICATED",
    kind === "token"
      ? "This API token was revoked or has expired. Use another one."
      : "This session has ended. Sign in again.",
  );
}
