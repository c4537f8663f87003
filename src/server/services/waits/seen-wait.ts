import { isAllowed } from "#core/policy/permissions.ts";
import { whyNotDecide } from "#core/waits/decision.ts";
import type { Decider, StoredWait } from "#server/db/wait/wait-store.ts";

/** A wait as somebody sees it. */
export type SeenWait<Wait extends StoredWait = StoredWait> = Wait & {
  /** Whether this person may decide it now. */
  readonly canDecide: boolean;
  /** Why not, in a sentence; null where they may, or there is nothing to decide. */
  readonly whyNot: string | null;
};

/** Adds whether this member may decide. */
export function seenBy<Wait extends StoredWait>(wait: Wait, person: Decider | null): SeenWait<Wait> {
  if (wait.kind !== "approval" || wait.ending !== null) return { ...wait, canDecide: false, whyNot: null };
  const whyNot = reasonAgainst(wait, person);
  return { ...wait, canDecide: whyNot === null, whyNot };
}

function reasonAgainst(
  { deciders, noSelfApproval, startedByUserId, votes }: StoredWait,
  person: Decider | null,
): string | null {
  if (person === null || !isAllowed(person.role, "waits.decide")) {
    return "Only owners, admins and editors can decide.";
  }
  if (votes.some(({ userId }) => userId === person.userId)) {
    return "You have made your choice: others must make the same one.";
  }
  return whyNotDecide(
    { deciders: deciders ?? { roles: [], members: [] }, noSelfApproval, startedByUserId },
    person,
  );
}
