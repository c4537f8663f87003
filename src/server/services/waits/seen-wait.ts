import type { WorkspaceId } from "#core/ids.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { whyNotDecide } from "#core/waits/decision.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type BudgetGap, readBudgetGaps } from "#server/db/money/budget-gaps.ts";
import type { Decider, StoredWait } from "#server/db/wait/wait-store.ts";

/** A wait as one person sees it. */
export type SeenWait<Wait extends StoredWait = StoredWait> = Wait & {
  /** Whether this person may decide it now. */
  readonly canDecide: boolean;
  /** Why not, in a sentence. Null where they may, or there is nothing to decide. */
  readonly whyNot: string | null;
  /** Their vote while others must still agree. Null: they have not voted. */
  readonly ownChoice: string | null;
  /** The budget that a call waits for. Null otherwise, and where nothing holds it back any longer. */
  readonly budget: BudgetGap | null;
};

/** Waits as one person sees them now. */
export async function seeWaits<Wait extends StoredWait>(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  waits: readonly Wait[],
  person: Decider | null,
): Promise<readonly SeenWait<Wait>[]> {
  const parked = waits.filter(({ kind, ending }) => kind === "budget" && ending === null);
  const gaps = await readBudgetGaps(
    tx,
    workspaceId,
    parked.map(({ waitId }) => waitId),
  );
  return waits.map((wait) => ({ ...seenBy(wait, person), budget: gaps.get(wait.waitId) ?? null }));
}

/** Adds whether this member may decide. */
function seenBy<Wait extends StoredWait>(
  wait: Wait,
  person: Decider | null,
): Wait & Pick<SeenWait, "canDecide" | "whyNot" | "ownChoice"> {
  if (wait.kind !== "approval" || wait.ending !== null)
    return { ...wait, canDecide: false, whyNot: null, ownChoice: null };
  const whyNot = reasonAgainst(wait, person);
  const own = wait.votes.find(({ userId }) => userId === person?.userId);
  return { ...wait, canDecide: whyNot === null, whyNot, ownChoice: own?.choice ?? null };
}

function reasonAgainst(
  { deciders, noSelfApproval, startedByUserId }: StoredWait,
  person: Decider | null,
): string | null {
  if (person === null || !isAllowed(person.role, "waits.decide")) {
    return "Only owners, admins and editors can decide.";
  }
  return whyNotDecide(
    { deciders: deciders ?? { roles: [], members: [] }, noSelfApproval, startedByUserId },
    person,
  );
}
