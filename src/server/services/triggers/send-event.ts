import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import { sameJson } from "#core/json/same-json.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { findEvent, type SentEvent } from "#server/db/trigger/event-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { retryDeadlocks } from "./retry-deadlocks.ts";
import { eventsInTurn, type NamedEvent, takeEvent } from "./take-event.ts";

export interface SendEventInput {
  readonly name: string;
  readonly data: Json;
  /** The sender's own id of the event: a repetition is the same event. Null: each is a new one. */
  readonly id: string | null;
}

/**
 * Delivers an event in one transaction: matching pipelines start, and waiting runs continue.
 * @throws AppError FORBIDDEN, RATE_LIMITED, CONFLICT where it starts too many pipelines, or takes too much work,
 * IDEMPOTENCY_MISMATCH where the id was used for another event.
 */
export async function sendEvent(context: ServiceContext, input: SendEventInput): Promise<SentEvent> {
  authorize(context, "runs.start");
  const { actor, clock, newId, ports } = context;
  const { workspaceId } = actor;
  await ports.rateLimits.consume("run-start-by-workspace", workspaceId);
  const eventId = newId();
  const event = { id: eventId, key: input.id ?? eventId, name: input.name, data: input.data };
  const sender = { actor, node: null, ledBy: [] };
  const tools = { ...context, rateLimits: ports.rateLimits };
  return eventsInTurn.take(workspaceId, () =>
    retryDeadlocks(() =>
      withTenantDirect(
        context.db,
        workspaceId,
        async (tx) =>
          (await takeEvent(tx, tools, sender, event, clock.nowMs())) ?? knownEvent(tx, context, event),
      ),
    ),
  );
}

async function knownEvent(
  tx: TenantSql,
  { actor }: ServiceContext,
  { key, name, data }: NamedEvent,
): Promise<SentEvent> {
  const known = await findEvent(tx, actor.workspaceId, key);
  if (known !== null && known.name === name && (known.isDataDeleted || sameJson(known.data, data))) {
    return { eventId: known.eventId, matched: known.matched };
  }
  throw new AppError(
    "IDEMPOTENCY_MISMATCH",
    `The id ${key} was used for another event. Use a new id for a new event.`,
  );
}
