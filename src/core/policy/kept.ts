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
