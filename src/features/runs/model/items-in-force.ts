import type { ItemsPolicy } from "#core/nodes/behaviour.ts";
import type { LogLine } from "./live/live-run.ts";

/** How a map runs now. */
export interface ItemsInForce {
  readonly concurrency: number;
  /** How many items may fail; null before its list is known. */
  readonly tolerated: number | null;
}

/**
 * What holds for a map: as its definition says, or as somebody has changed it while it runs, by the lines of its node.
 */
export function itemsInForce(policy: ItemsPolicy, lines: readonly LogLine[]): ItemsInForce {
  const adjusted = lines.findLast((line) => line.type === "node.adjusted");
  const progress = lines.findLast((line) => line.type === "node.items");
  const usual = progress === undefined ? null : policy.tolerates(progress.total);
  return {
    concurrency: adjusted?.concurrency ?? policy.concurrency,
    tolerated: adjusted?.tolerated ?? usual,
  };
}
