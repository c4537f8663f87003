import type { Ways } from "../behaviour.ts";

/** The way out that is taken when no case fits. */
export const otherwiseLabel = "else";

/** What the ways out of a condition depend on. */
interface Cases {
  readonly cases?: readonly { readonly label: string }[] | undefined;
}

/**
 * An edge out of a plain condition that says nothing is its `true`: whoever draws a condition with one arrow means
 * that.
 */
export function waysOfCondition({ cases }: Cases): Ways {
  if (cases === undefined) return { labels: ["true", "false"], implied: "true" };
  return { labels: [...cases.map((one) => one.label), otherwiseLabel], implied: null };
}
