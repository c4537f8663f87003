import type { Json } from "#core/json/json.ts";
import type { Role } from "#core/policy/roles.ts";
import type { Deciders } from "./words.ts";

/** To decide more waits than this takes several requests. */
export const mostDecided = 100;

/** One person's answer, as stored with the wait. */
export interface CastVote {
  readonly userId: string;
  readonly address: string;
  readonly choice: string;
  readonly form: Json;
  readonly atMs: number;
}

/** Who would decide. */
export interface Candidate {
  readonly userId: string;
  readonly address: string;
  readonly role: Role;
}

/** What a decision depends on, of a wait and its run. */
export interface AskedOf {
  readonly deciders: Deciders;
  readonly noSelfApproval: boolean;
  readonly startedByUserId: string | null;
}

/** Why somebody may not decide, in a sentence; null if they may. */
export function whyNotDecide(
  { deciders: { roles, members }, noSelfApproval, startedByUserId }: AskedOf,
  { userId, address, role }: Candidate,
): string | null {
  if (noSelfApproval && startedByUserId === userId) {
    return "The person who started the run cannot decide this: ask somebody else.";
  }
  const isOpen = roles.length + members.length === 0;
  if (isOpen || roles.includes(role) || members.includes(address)) return null;
  return `Only ${[...roles.map((each) => `the role ${each}`), ...members].join(", ")} can decide this.`;
}

/**
 * The votes that count now: of people who may still decide, each with their latest choice. People who have left the
 * workspace, or have become viewers, are not among `people`.
 */
export function standingVotes(
  votes: readonly CastVote[],
  asked: AskedOf,
  people: readonly Candidate[],
): readonly CastVote[] {
  const may = new Set(
    people.filter((person) => whyNotDecide(asked, person) === null).map(({ userId }) => userId),
  );
  const last = new Map(votes.map((vote) => [vote.userId, vote]));
  return votes.filter((vote) => may.has(vote.userId) && last.get(vote.userId) === vote);
}

/** The effect of a further vote: decided, or how many more must choose the same. */
export function countVotes(
  votes: readonly CastVote[],
  choice: string,
  quorum: number,
): { readonly for: readonly CastVote[]; readonly missing: number } {
  const same = votes.filter((vote) => vote.choice === choice);
  return { for: same, missing: Math.max(0, quorum - same.length) };
}
