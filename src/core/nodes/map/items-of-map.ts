import type { ItemsPolicy } from "../behaviour.ts";
import type { Inside } from "../inside.ts";

/** The most items that a node works through; each is a run of its own. */
export const maxItems = 10_000;
/** The most of them that run at the same time. */
export const maxConcurrency = 100;
/** The most bytes that the results of a list may have as an artifact. */
export const mostKeptBytes = 33_554_432;

export interface MapConfig extends Inside {
  readonly items: string;
  readonly concurrency: number;
  readonly onItemError: "fail" | "continue" | "tolerate";
  readonly results: "list" | "artifact";
  readonly toleratedItems?: number | undefined;
  readonly toleratedShare?: number | undefined;
}

/** How a map works through its list. Pages use it too, so it must not import anything that checks or evaluates. */
export function itemsOfMap({ items, concurrency, results, ...config }: MapConfig): ItemsPolicy {
  const { onItemError, toleratedItems = 0, toleratedShare = 0 } = config;
  const tolerates = {
    fail: () => 0,
    continue: (total: number) => total,
    tolerate: (total: number) => Math.max(toleratedItems, Math.floor(toleratedShare * total)),
  };
  return { source: items, concurrency, results, tolerates: tolerates[onItemError] };
}
