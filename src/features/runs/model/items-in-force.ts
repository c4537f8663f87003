import type { ItemsPolicy } from "#core/nodes/behaviour.ts";
import type { LogLine } from "./live/live-run.ts";

/** A map's current settings. */
export interface ItemsInForce {
  readonly concurrency: number;
  /** The limit of failed items; null before its list is known. */
  readonly tolerated: number | null;
}

/** A map's settings: from its definition, or as changed while it runs, which its log lines record. */
export function itemsInForce(policy: ItemsPolicy, lines: readonly LogLine[]): ItemsInForce {
  const adjusted = lines.findLast((line) => line.type === "node.adjusted");
  const progress = lines.findLast((line) => line.type === "node.items");
  const usual = progress === undefined ? null : policy.tolerates(progress.total);
  return {
    concurrency: adjusted?.concurrency ?? policy.concurrency,
    tolerated: adjusted?.tolerated ?? usual,
  };
}
