"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import type { Within } from "#core/gestures/in-body.ts";
import type { InnerNodeShape } from "#features/graph/index.ts";

/**
 * Where the address says `node=<id>`, as the error of a node does, chooses that node, also in a body. It is said once:
 * the address is then that of the pipeline. A node that is no longer there is not missed.
 */
export function useNodeOnArrival(
  nodes: readonly InnerNodeShape[],
  goTo: (nodeIds: readonly string[], within: Within) => void,
): void {
  const pathname = usePathname();
  const wanted = useSearchParams().get("node");
  const asked = useRef<string | null>(null);
  const found = wanted === null ? undefined : nodes.find(({ id }) => id === wanted);
  useEffect(() => {
    if (found?.id === asked.current) return;
    // Once the address says nothing of it, the same link leads there again.
    asked.current = found?.id ?? null;
    if (found === undefined) return;
    goTo(
      [found.id],
      found.within.map(({ id }) => id),
    );
    window.history.replaceState(null, "", pathname);
  }, [found, goTo, pathname]);
}
