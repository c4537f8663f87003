import type { ApiTokenId, UserId, WorkspaceId } from "#core/ids.ts";
import type { JsonObject } from "#core/json.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/** Who did what to which thing. `detail` holds no secret and no content of runs. */
export interface NewAuditEvent {
  readonly workspaceId: WorkspaceId;
  readonly actorUserId: UserId | null;
  readonly actorTokenId: ApiTokenId | null;
  /** `<noun>.<verb>`, as the procedure is called. */
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly detail: JsonObject;
}

/** Appends to the workspace's audit trail, in the transaction of the deed itself: neither is there without the other. */
export async function appendAuditEvent(tx: TenantTransaction, event: NewAuditEvent): Promise<void> {
  await tx.auditEvent.create({ data: event });
}
