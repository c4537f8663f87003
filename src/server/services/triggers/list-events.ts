import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type ReceivedEvent, listEvents as readEvents } from "#server/db/trigger/list-events.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

export interface ListEventsInput {
  /** Only events of this name; null: of all. */
  readonly name: string | null;
  /** Behind this event; null for the first page. */
  readonly cursor: string | null;
  readonly limit: number;
}

/**
 * The events that the workspace has received, the last first: how many triggers and waits each matched, what it did at
 * each trigger that it was for, and which waits it has ended. What an event carries is the input of the runs that it
 * started, and is not told here.
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
