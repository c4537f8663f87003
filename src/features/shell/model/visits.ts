import type { PersonalStorage } from "./personal-storage.ts";

/** Places that a newcomer is led to. */
export const visits = ["editor", "run", "finished-run"] as const;
export type Visit = (typeof visits)[number];

const nameOf = (visit: Visit) => `visited.${visit}`;

/** Keeps that somebody has been there. */
export function noteVisit(memory: PersonalStorage, visit: Visit): void {
  if (memory.read(nameOf(visit)) === null) memory.write(nameOf(visit), "yes");
}

/** Where somebody has been, as far as this browser knows. */
export function readVisits(memory: PersonalStorage): ReadonlySet<Visit> {
  return new Set(visits.filter((visit) => memory.read(nameOf(visit)) !== null));
}
