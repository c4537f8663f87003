import type { ApiTokenId, UserId, WorkspaceId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import {
  appendAuditEvent,
  appendAuditEventUnlessRecent,
  type NewAuditEvent,
} from "#server/db/identity/audit-store.ts";

/** `<noun>.<what was done>`; the noun is the kind of the subject. */
export type AuditAction =
  | `workspace.${"create" | "rename" | "retention" | "delete"}`
  | `member.${"add" | "join" | "change-role" | "remove" | "leave"}`
  | `invitation.${"create" | "revoke"}`
  | `agent.${"create" | "update" | "archive" | "restore"}`
  | `key.${"create" | "prefer" | "replace" | "test" | "remove" | "unreadable"}`
  | `price.${"set" | "remove"}`
  | `secret.${"create" | "replace" | "remove" | "unreadable"}`
  | `pipeline.${"create" | "save-draft" | "publish" | "archive" | "restore" | "delete"}`
  | `run.${"start" | "resume" | "fork" | "cancel" | "adjust" | "undo" | "delete"}`
  | `trigger.${"pause" | "resume" | "fire" | "rotate-secret"}`
  | `budget.${"create" | "update" | "remove"}`
  | `test-set.${"create" | "update" | "remove"}`
  | `test-case.${"create" | "update" | "record" | "remove"}`
  | `webhook.${"create" | "update" | "remove" | "rotate-secret" | "test" | "resend" | "turn-off"}`
  | `mail.${"choose" | "turn-off"}`
  | `view.${"save" | "remove"}`
  | "circuit.reset"
  | "event.send"
  | "mcp.connect"
  | "wait.decide"
  | `token.${"create" | "revoke"}`;

/** Who did it. Absent person: the program itself. */
export interface AuditActor {
  readonly workspaceId: WorkspaceId;
  readonly userId: UserId | null;
  readonly tokenId: ApiTokenId | null;
}

/** Autosaves within this many minutes are one entry. */
const onceInMinutes = 10;

/** Records an action in the transaction that performs it. `detail` must not contain secrets. */
export async function recordAudit(
  tx: TenantSql,
  actor: AuditActor,
  action: AuditAction,
  subjectId: string,
  detail: JsonObject = {},
): Promise<void> {
  await appendAuditEvent(tx, toEvent(actor, action, subjectId, detail));
}

/** Like `recordAudit`, for what one person does to one thing repeatedly: recorded only once in ten minutes. */
export async function recordAuditOnce(
  tx: TenantSql,
  actor: AuditActor,
  action: AuditAction,
  subjectId: string,
  detail: JsonObject = {},
): Promise<void> {
  await appendAuditEventUnlessRecent(tx, toEvent(actor, action, subjectId, detail), onceInMinutes);
}

function toEvent(
  actor: AuditActor,
  action: AuditAction,
  subjectId: string,
  detail: JsonObject,
): NewAuditEvent {
  return {
    id: uuid7(),
    workspaceId: actor.workspaceId,
    actorUserId: actor.userId,
    actorTokenId: actor.tokenId,
    action,
    subjectType: action.slice(0, action.indexOf(".")),
    subjectId,
    detail,
  };
}
