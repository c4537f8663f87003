import type { UserId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { readNames } from "#server/db/identity/audit-names.ts";
import { type AuditEvent, listAuditEvents as readAuditEvents } from "#server/db/identity/audit-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { mentionedIds } from "./mentioned-ids.ts";

export interface ListAuditEventsInput {
  /** Only what this person did, also through their tokens. */
  readonly actorUserId: UserId | null;
  /** Only this action: `run.start`, `member.add`. */
  readonly action: string | null;
  /** The last event of the previous page. Null for the first page. */
  readonly cursor: string | null;
  /** 1 to 200. */
  readonly limit: number;
}

export interface ListAuditEventsOutput {
  readonly events: readonly AuditEvent[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
  /** The names of the ids in these events, as far as known; a run has its pipeline's name. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * A page of the workspace's audit, newest first.
 * @throws AppError FORBIDDEN.
 */
export async function listAuditEvents(
  context: ServiceContext,
  input: ListAuditEventsInput,
): Promise<ListAuditEventsOutput> {
  authorize(context, "audit.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const page = { before: input.cursor, limit: input.limit + 1 };
    const found = await readAuditEvents(tx, workspaceId, input, page);
    const events = found.slice(0, input.limit);
    const names = await readNames(tx, workspaceId, mentionedIds(events));
    return {
      events,
      nextCursor: found.length > input.limit ? (events.at(-1)?.id ?? null) : null,
      names: Object.fromEntries(names),
    };
  });
}
