"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { MouseEvent } from "react";
import { numberIn } from "#components/ui/number-in.ts";

export const sides = ["graph", "runs", "triggers", "tests", "versions"] as const;
export type Side = (typeof sides)[number];

/** The tab beside the text, kept in the URL: it can be shared, survives a reload, and works with the back button. */
export interface SideAddress {
  readonly side: Side;
  /** The version shown in the versions tab. */
  readonly version: number | null;
  readonly hrefOf: (side: Side, version?: number | null) => string;
  readonly open: (side: Side, version?: number | null) => void;
  /** For links: a plain click switches in place, without a request for the page. */
  readonly follow: (event: MouseEvent, side: Side, version?: number | null) => void;
}

export function useSideAddress(): SideAddress {
  const pathname = usePathname();
  const parameters = useSearchParams();
  const side = sides.find((name) => name === parameters.get("show")) ?? "graph";
  const hrefOf = (next: Side, version: number | null = null) => {
    if (next === "graph") return pathname;
    return `${pathname}?show=${next}${version === null ? "" : `&version=${version}`}`;
  };
  const open = (next: Side, version: number | null = null) => {
    window.history.pushState(null, "", hrefOf(next, version));
  };
  return {
    side,
    version: side === "versions" ? numberIn(parameters.get("version")) : null,
    hrefOf,
    open,
    follow: (event, next, version) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
      event.preventDefault();
      open(next, version);
    },
  };
}
