import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import type { Listener } from "#server/db/listen.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { sendOutbox } from "#server/services/progress/healing/send-outbox.ts";

/** The age after which an unreported event is sent: its writer died before it could ring. */
const sweepMs = 5_000;

export interface OutboxRelayOptions {
  readonly context: EngineContext;
  readonly listener: Pick<Listener, "subscribe">;
  readonly send: (events: readonly EngineEvent[]) => Promise<void>;
}

/**
 * Sends what transactions have written for a real Inngest server, as soon as one has committed. Any number of processes
 * may relay: events carry ids. Returns the function that stops.
 */
export function relayOutbox({ context, listener, send }: OutboxRelayOptions): () => void {
  let isSending = false;
  let hasMore = false;
  const relay = async () => {
    hasMore = true;
    if (isSending) return;
    isSending = true;
    try {
      while (hasMore) {
        hasMore = false;
        await sendOutbox(context, send);
      }
    } catch (error) {
      context.log.warn({ err: error }, "could not send events to Inngest, trying again");
    } finally {
      isSending = false;
    }
  };
  const unsubscribe = listener.subscribe("outbox", () => void relay());
  const timer = setInterval(() => void relay(), sweepMs);
  timer.unref();
  return () => {
    unsubscribe();
    clearInterval(timer);
  };
}
