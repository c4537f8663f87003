"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import type { Within } from "#core/gestures/in-body.ts";
import type { InnerNodeShape } from "#features/graph/index.ts";

/**
 * If the URL has `node=<id>`, as links from a node's error do, selects that node, even in a body, and then removes the
 * parameter. A node that no longer exists is ignored.
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
    // With the parameter removed, the same link works again.
    asked.current = found?.id ?? null;
    if (found === undefined) return;
    goTo(
      [found.id],
      found.within.map(({ id }) => id),
    );
    window.history.replaceState(null, "", pathname);
  }, [found, goTo, pathname]);
}
