import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type ComparedNode = RouterOutputs["runs"]["compare"]["nodes"][number];

export const comparisonWords: Readonly<Record<ComparedNode["verdict"], string>> = {
  same: "same",
  changed: "changed",
  affected: "affected",
  "only-first": "only in the first",
  "only-second": "only in the second",
};

/** How a node differs, in words. */
export function differsText({ differs }: ComparedNode): string {
  return differs.length === 0 ? "" : differs.join(", ");
}
