import type { UserId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type AuditEvent, listAuditEvents as readAuditEvents } from "#server/db/identity/audit-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

export interface ListAuditEventsInput {
  /** Only what this person did, also by their tokens. */
  readonly actorUserId: UserId | null;
  /** Only this: `run.start`, `member.add`. */
  readonly action: string | null;
  /** The last event of the page before; null for the first page. */
  readonly cursor: string | null;
  /** 1 to 200. */
  readonly limit: number;
}

/**
 * A page of what was done in the workspace, newest first; `nextCursor` is null on the last page.
 * @throws AppError FORBIDDEN.
 */
export async function listAuditEvents(
  context: ServiceContext,
  input: ListAuditEventsInput,
): Promise<{ readonly events: readonly AuditEvent[]; readonly nextCursor: string | null }> {
  authorize(context, "audit.read");
  const { workspaceId } = context.actor;
  const found = await withTenant(context.db, workspaceId, (tx) =>
    readAuditEvents(tx, workspaceId, input, { before: input.cursor, limit: input.limit + 1 }),
  );
  const events = found.slice(0, input.limit);
  return { events, nextCursor: found.length > input.limit ? (events.at(-1)?.id ?? null) : null };
}
