/** Places that a newcomer is led to. */
const visits = ["editor", "run", "finished-run"] as const;
export type Visit = (typeof visits)[number];

/** What is known of somebody's first steps: where they have been, and that they want to see them no longer. */
const marks = [...visits, "hidden"] as const;
export type StepMark = (typeof marks)[number];

export interface StepOwner {
  readonly userId: string;
  readonly workspaceId: string;
}

/** Whose they are, and the workspace's address: nothing else than its pages is sent them. */
export interface StepPlace extends StepOwner {
  readonly slug: string;
}

/** A cookie, so that the server knows it too and the page comes as it stays. */
export function stepsCookie({ userId, workspaceId }: StepOwner): string {
  return `penstock.steps.${userId}.${workspaceId}`;
}

/** Separated by a character that a cookie may have as it is. */
const separator = "+";

export function parseSteps(value: string | undefined): ReadonlySet<StepMark> {
  const written = new Set(value?.split(separator));
  return new Set(marks.filter((mark) => written.has(mark)));
}

export function formatSteps(known: ReadonlySet<StepMark>): string {
  return [...known].join(separator);
}
