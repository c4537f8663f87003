"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { MouseEvent } from "react";
import { numberIn } from "#components/ui/number-in.ts";

export const sides = ["graph", "runs", "triggers", "tests", "versions"] as const;
export type Side = (typeof sides)[number];

/**
 * What is shown beside the text, kept in the address: it can be sent to somebody, survives a reload, and the way back
 * leads back.
 */
export interface SideAddress {
  readonly side: Side;
  /** The version that is looked at, among the versions. */
  readonly version: number | null;
  readonly hrefOf: (side: Side, version?: number | null) => string;
  readonly open: (side: Side, version?: number | null) => void;
  /** For links: a plain click opens in place, without asking the server for the page again. */
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
