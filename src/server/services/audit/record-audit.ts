import type { JsonObject } from "#core/json.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import { appendAuditEvent } from "#server/db/audit-store.ts";
import type { TenantTransaction } from "#server/db/with-tenant.ts";
import type { Actor } from "#server/services/context.ts";

/** `<noun>.<what was done>`; the noun is the kind of the subject. */
export type AuditAction =
  | `workspace.${"create" | "rename"}`
  | `member.${"add" | "change-role" | "remove" | "leave"}`
  | `agent.${"create" | "update" | "archive" | "restore"}`
  | `key.${"create" | "test" | "remove"}`
  | `pipeline.${"create" | "publish" | "archive" | "restore"}`
  | `token.${"create" | "revoke"}`;

/** Writes down who did it, in the transaction that does it. `detail` holds no secret. */
export async function recordAudit(
  tx: TenantTransaction,
  actor: Pick<Actor, "workspaceId" | "userId" | "tokenId">,
  action: AuditAction,
  subjectId: string,
  detail: JsonObject = {},
): Promise<void> {
  await appendAuditEvent(tx, {
    id: uuid7(),
    workspaceId: actor.workspaceId,
    actorUserId: actor.userId,
    actorTokenId: actor.tokenId,
    action,
    subjectType: action.slice(0, action.indexOf(".")),
    subjectId,
    detail,
  });
}
