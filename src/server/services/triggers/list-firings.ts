import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  type Firing,
  type FiringPlace,
  listFirings as readFirings,
} from "#server/db/trigger/firing-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireTrigger, type TriggerName } from "./require-trigger.ts";

export interface ListFiringsInput extends TriggerName {
  /** After this one. Null for the first page. */
  readonly cursor: FiringPlace | null;
  readonly limit: number;
}

/**
 * A trigger's firings, latest first, each with its run or the reason why there is none.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function listFirings(
  context: ServiceContext,
  input: ListFiringsInput,
): Promise<{ readonly firings: readonly Firing[]; readonly nextCursor: FiringPlace | null }> {
  authorize(context, "triggers.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const { id } = await requireTrigger(tx, workspaceId, input);
    const found = await readFirings(tx, workspaceId, id, input.limit + 1, input.cursor);
    const firings = found.slice(0, input.limit);
    const last = firings.at(-1);
    const hasMore = found.length > firings.length && last !== undefined;
    return { firings, nextCursor: hasMore ? { dueAtMs: last.dueAtMs, key: last.key } : null };
  });
}
