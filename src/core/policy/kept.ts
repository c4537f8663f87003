/**
 * So long what only explains the past is kept: occurrences of triggers, events, and what was spent of a budget in a day
 * or a month that is over. A delivery that comes again, and an event that is sent again under its id, are known for so
 * long.
 */
export const keptDays = 90;

/** The last occurrences of each trigger are kept however old they are: what is seldom due shows when it was. */
export const keptFirings = 50;

/** For this many days a file that nothing names is kept. */
export const keptFileDays = 1;

/** Transactions in which one look deletes bodies of runs, of all workspaces that it looks at together. */
const roundsForBodies = 100;
/** For each workspace at least this many, and for any other kind of row exactly this many. */
export const leastRounds = 20;

/**
 * How many transactions of bodies one look allows a workspace that it looks at along with others: one alone may delete
 * as quickly as runs themselves are deleted, and many together do not hold up what else is looked after.
 * @param workspaces How many it looks at, 1 or more.
 */
export function roundsForBodiesOf(workspaces: number): number {
  return Math.max(leastRounds, Math.floor(roundsForBodies / workspaces));
}
