import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { readChain } from "#server/db/trigger/chain-store.ts";
import { findEvent, type SentEvent } from "#server/db/trigger/event-store.ts";
import { readDatabaseTime } from "#server/db/trigger/live-trigger-store.ts";
import type { RateLimits } from "#server/services/rate-limits/rate-limits.ts";
import { nobodyIn } from "./begin-triggered-run.ts";
import { retryDeadlocks } from "./retry-deadlocks.ts";
import { eventsInTurn, takeEvent } from "./take-event.ts";
import type { TriggerTools } from "./trigger-tools.ts";

/** The sending node run: the part of a task that is needed here. */
type Sending = Pick<NodeTask, "workspaceId" | "onBehalfOf" | "nodeId">;

/**
 * Sends an event from a node, as `events.send` does for programs. Another attempt of the node sends the same event and
 * gets the first one's answer, even if its data has changed. The runs that it starts are started by nobody.
 * @throws AppError RATE_LIMITED, CONFLICT where it would start too many pipelines, or make the chain too long,
 * IDEMPOTENCY_MISMATCH where a program has sent an event under this key.
 */
export async function sendEventOfRun(
  tools: TriggerTools & { readonly rateLimits: RateLimits },
  { workspaceId, onBehalfOf: runId, nodeId }: Sending,
  told: { readonly key: string; readonly name: string; readonly data: Json },
): Promise<SentEvent> {
  await tools.rateLimits.consume("run-start-by-workspace", workspaceId);
  const event = { id: tools.newId(), ...told };
  return eventsInTurn.take(workspaceId, () =>
    retryDeadlocks(() =>
      withTenantDirect(tools.db, workspaceId, async (tx) => {
        const ledBy = await readChain(tx, workspaceId, runId);
        const sender = { actor: nobodyIn(workspaceId), node: { runId, nodeId }, ledBy };
        const taken = await takeEvent(tx, tools, sender, event, await readDatabaseTime(tx));
        if (taken !== null) return taken;
        const known = await findEvent(tx, workspaceId, told.key);
        if (known?.runId === runId) return { eventId: known.eventId, matched: known.matched };
        throw new AppError(
          "IDEMPOTENCY_MISMATCH",
          `The event ${told.name} was not sent: another event has been sent under the id that this node's event has.`,
        );
      }),
    ),
  );
}
