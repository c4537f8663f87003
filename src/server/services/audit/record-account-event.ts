import type { UserId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import type { UserTransaction } from "#server/db/driver/with-tenant.ts";
import { appendToEachWorkspace } from "#server/db/identity/audit-store.ts";

/** Something that happens to a person's account, which concerns every workspace they are in. */
export type AccountAction =
  | `account.${"sign-in" | "sign-in-failed" | "sign-out"}`
  | `account.${"end-sessions" | "change-password" | "reset-password" | "delete"}`;

export interface AccountEvent {
  readonly action: AccountAction;
  /** Whose account it is. */
  readonly userId: UserId;
  /** Whether the person did it, as far as known; otherwise an unknown person or an operator. */
  readonly isOwnDoing: boolean;
  readonly detail?: JsonObject;
}

/**
 * Records it in every workspace of a person, in the same transaction, but not the address or browser: anyone may add a
 * person to their own workspace and read its audit.
 */
export async function recordAccountEvent(tx: UserTransaction, event: AccountEvent): Promise<void> {
  const { action, userId, isOwnDoing, detail = {} } = event;
  await appendToEachWorkspace(tx, userId, (workspaceId) => ({
    id: uuid7(),
    workspaceId,
    actorUserId: isOwnDoing ? userId : null,
    actorTokenId: null,
    action,
    subjectType: "account",
    subjectId: userId,
    detail,
  }));
}
