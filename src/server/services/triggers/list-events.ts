import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type ReceivedEvent, listEvents as readEvents } from "#server/db/trigger/list-events.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

export interface ListEventsInput {
  /** Only events of this name. Null: all. */
  readonly name: string | null;
  /** After this event. Null for the first page. */
  readonly cursor: string | null;
  readonly limit: number;
}

/**
 * The workspace's received events, latest first: how many triggers and waits each matched, what it did at each trigger,
 * and which waits it ended. An event's data is the input of the runs that it started, and is not included.
 * @throws AppError FORBIDDEN.
 */
export async function listEvents(
  context: ServiceContext,
  { name, cursor, limit }: ListEventsInput,
): Promise<{ readonly events: readonly ReceivedEvent[]; readonly nextCursor: string | null }> {
  authorize(context, "triggers.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const found = await readEvents(tx, workspaceId, { name, before: cursor, limit: limit + 1 });
    const events = found.slice(0, limit);
    return { events, nextCursor: found.length > limit ? (events.at(-1)?.eventId ?? null) : null };
  });
}
