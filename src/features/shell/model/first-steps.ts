/** Pages that a newcomer is led to. */
const visits = ["editor", "run", "finished-run"] as const;
export type Visit = (typeof visits)[number];

/** A person's first steps: which pages they visited, and whether they dismissed the list. */
const marks = [...visits, "hidden"] as const;
export type StepMark = (typeof marks)[number];

export interface StepOwner {
  readonly userId: string;
  readonly workspaceId: string;
}

/** Whose they are, and the workspace's slug: the cookie is sent only to its pages. */
export interface StepPlace extends StepOwner {
  readonly slug: string;
}

/** A cookie, so that the server knows it too and the page does not change after loading. */
export function stepsCookie({ userId, workspaceId }: StepOwner): string {
  return `penstock.steps.${userId}.${workspaceId}`;
}

/** A separator that cookies allow unencoded. */
const separator = "+";

export function parseSteps(value: string | undefined): ReadonlySet<StepMark> {
  const written = new Set(value?.split(separator));
  return new Set(marks.filter((mark) => written.has(mark)));
}

export function formatSteps(known: ReadonlySet<StepMark>): string {
  return [...known].join(separator);
}
