import type { Ways } from "../behaviour.ts";

/** The branch that is taken if no case fits. */
export const otherwiseLabel = "else";

/** What the branches of a condition depend on. */
interface Cases {
  readonly cases?: readonly { readonly label: string }[] | undefined;
}

/**
 * An unlabelled edge out of a plain condition is its `true`: that is what somebody who draws a condition with one arrow
 * means.
 */
export function waysOfCondition({ cases }: Cases): Ways {
  if (cases === undefined) return { labels: ["true", "false"], implied: "true" };
  return { labels: [...cases.map((one) => one.label), otherwiseLabel], implied: null };
}
