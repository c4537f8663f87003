/**
 * How long records that only explain the past are kept: occurrences of triggers, events, and what was spent of a budget
 * in a past day or month. A repeated delivery, and an event sent again under its id, are recognised for this long.
 */
export const keptDays = 90;

/**
 * The last occurrences of each trigger are kept however old they are: for a trigger that is seldom due, they show when
 * it was.
 */
export const keptFirings = 50;

/** A file without references is kept for this many days. */
export const keptFileDays = 1;

/** The most transactions in which one look deletes bodies of runs, over all workspaces together. */
const roundsForBodies = 100;
/** At least this many for each workspace, and exactly this many for any other kind of row. */
export const leastRounds = 20;

/**
 * How many transactions of bodies one look allows each workspace: a single workspace may delete as quickly as runs
 * themselves are deleted, and many together do not hold up other work.
 * @param workspaces How many it looks at, 1 or more.
 */
export function roundsForBodiesOf(workspaces: number): number {
  return Math.max(leastRounds, Math.floor(roundsForBodies / workspaces));
}
