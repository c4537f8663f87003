import { AppError } from "#core/errors.ts";
import { withTenant } from "#server/db/with-tenant.ts";
import { type AuditActor, recordAudit } from "#server/services/audit/record-audit.ts";
import type { ServiceTools } from "#server/services/context.ts";

/** Opens a stored key; when it cannot be read, that is in the audit, though the transaction that found out was rolled back. */
export async function reportingUnreadable<Result>(
  { db }: Pick<ServiceTools, "db">,
  actor: AuditActor,
  open: () => Promise<Result>,
): Promise<Result> {
  try {
    return await open();
  } catch (error) {
    const keyId =
      error instanceof AppError && error.code === "KEY_UNREADABLE" ? error.details?.keyId : undefined;
    if (typeof keyId === "string") {
      await withTenant(db, actor.workspaceId, (tx) => recordAudit(tx, actor, "key.unreadable", keyId));
    }
    throw error;
  }
}
