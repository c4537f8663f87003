"use client";

import { useEffect, useMemo, useState } from "react";
import type { GraphShape } from "./graph-shape.ts";
import { layoutApart } from "./layout-apart.ts";
import { type BothLayouts, layoutBothWays } from "./layout-graph.ts";

/** From here on the layout is worked out beside the page, and only what is in sight is drawn. */
export const manyNodes = 120;

interface LaidOut {
  readonly shape: GraphShape;
  readonly both: BothLayouts;
}

/**
 * A graph with its layouts: a small one at once, a large one when it is ready. Until then the last one is given, with
 * the shape that it is of, or null.
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
