import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { listUnsent, markSent } from "#server/db/run/progress/outbox-store.ts";
import type { EngineContext } from "../engine-context.ts";

const batchSize = 200;

/**
 * Sends the outbox to a real Inngest server, oldest first. Events have ids of their own, so one that is sent twice (we
 * died between sending and marking) starts one function run. Returns how many were sent.
 */
export async function sendOutbox(
  context: Pick<EngineContext, "db">,
  send: (events: readonly EngineEvent[]) => Promise<void>,
): Promise<number> {
  let total = 0;
  for (;;) {
    const events = await withSystem(context.db, (tx) => listUnsent(tx, batchSize));
    if (events.length === 0) return total;
    await send(events);
    await withSystem(context.db, (tx) =>
      markSent(
        tx,
        events.map((event) => event.outboxId),
      ),
    );
    total += events.length;
  }
}
