"use client";

import { useEffect, useMemo, useState } from "react";
import type { GraphShape } from "./graph-shape.ts";
import { layoutApart } from "./layout-apart.ts";
import { type BothLayouts, layoutBothWays } from "./layout-graph.ts";

/** From this size on the layout runs in a worker, and only visible nodes are rendered. */
export const manyNodes = 120;

interface LaidOut {
  readonly shape: GraphShape;
  readonly both: BothLayouts;
}

/**
 * A graph's layouts: a small one's immediately, a large one's when ready. Until then the previous ones with their
 * shape, or null.
 */
export function useLayout(shape: GraphShape): LaidOut | null {
  const isLarge = shape.nodes.length > manyNodes;
  const atOnce = useMemo(() => (isLarge ? null : { shape, both: layoutBothWays(shape) }), [shape, isLarge]);
  const [apart, setApart] = useState<LaidOut | null>(null);
  useEffect(() => {
    if (!isLarge) return;
    let isWanted = true;
    void layoutApart(shape)
      .catch(() => (isWanted ? layoutBothWays(shape) : null))
      .then((both) => {
        if (isWanted && both !== null) setApart({ shape, both });
      });
    return () => {
      isWanted = false;
    };
  }, [shape, isLarge]);
  return atOnce ?? apart;
}
