import type { UserId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import type { UserTransaction } from "#server/db/driver/with-tenant.ts";
import { appendToEachWorkspace } from "#server/db/identity/audit-store.ts";

/** What happens to a person's account, which is of no workspace but concerns each that the person is in. */
export type AccountAction =
  | `account.${"sign-in" | "sign-in-failed" | "sign-out"}`
  | `account.${"end-sessions" | "change-password" | "reset-password" | "delete"}`;

export interface AccountEvent {
  readonly action: AccountAction;
  /** Whose account it is. */
  readonly userId: UserId;
  /** Whether the person did it, as far as we know; else somebody who is not known, or an operator. */
  readonly isOwnDoing: boolean;
  readonly detail?: JsonObject;
}

/**
 * Reports it to every workspace of a person, in the transaction that does it, but not from where or with what browser:
 * anybody may take a person into a workspace of theirs and read its audit.
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
