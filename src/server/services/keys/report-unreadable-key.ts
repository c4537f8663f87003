import { AppError } from "#core/errors.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type AuditAction, type AuditActor, recordAudit } from "#server/services/audit/record-audit.ts";
import type { ServiceTools } from "#server/services/context.ts";

/**
 * Does `work`, which decrypts a stored key or secret. If that fails, an audit event is written although the transaction
 * that failed was rolled back.
 */
export async function reportingUnreadable<Result>(
  { db }: Pick<ServiceTools, "db">,
  actor: AuditActor,
  open: () => Promise<Result>,
): Promise<Result> {
  try {
    return await open();
  } catch (error) {
    const found = unreadable(error);
    if (found !== null) {
      await withTenant(db, actor.workspaceId, (tx) => recordAudit(tx, actor, found.action, found.id));
    }
    throw error;
  }
}

function unreadable(error: unknown): { readonly action: AuditAction; readonly id: string } | null {
  if (!(error instanceof AppError) || error.code !== "KEY_UNREADABLE") return null;
  const { keyId, secretId } = error.details ?? {};
  if (typeof keyId === "string") return { action: "key.unreadable", id: keyId };
  return typeof secretId === "string" ? { action: "secret.unreadable", id: secretId } : null;
}
