import type { RunId, WaitId } from "#core/ids.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import type { WaitKind } from "#core/waits/words.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listWaits as readWaits } from "#server/db/wait/list-waits.ts";
import { findDecider } from "#server/db/wait/wait-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type SeenWait, seeWaits } from "./seen-wait.ts";

export interface ListWaitsInput {
  readonly runId: RunId | null;
  /** Only what the caller is asked to decide. */
  readonly mine: boolean;
  readonly which: "open" | "ended" | "all";
  /** Only waits of these kinds. Null: all. */
  readonly kinds: readonly WaitKind[] | null;
  /** After this one. Null for the first page. */
  readonly cursor: WaitId | null;
  readonly limit: number;
}

/**
 * The open and ended waits of the workspace's runs, newest first.
 * @throws AppError FORBIDDEN.
 */
export async function listWaits(
  context: ServiceContext,
  { runId, mine, which, kinds, cursor, limit }: ListWaitsInput,
): Promise<{ readonly waits: readonly SeenWait[]; readonly nextCursor: WaitId | null }> {
  authorize(context, "runs.read");
  const { workspaceId, userId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const person = await findDecider(tx, workspaceId, userId);
    const filter = { runId, which, kinds, for: mine ? person : null };
    const page = { after: cursor, limit: limit + 1 };
    // A viewer is asked nothing.
    const isAsked = person !== null && isAllowed(person.role, "waits.decide");
    const found = mine && !isAsked ? [] : await readWaits(tx, workspaceId, filter, page);
    const waits = await seeWaits(tx, workspaceId, found.slice(0, limit), person);
    return { waits, nextCursor: found.length > limit ? (waits.at(-1)?.waitId ?? null) : null };
  });
}
