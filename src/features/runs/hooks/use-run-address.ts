"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { numberIn } from "#components/ui/number-in.ts";
import { runAddress, tabAddress } from "../model/run-address.ts";

/** What of a run is looked at. */
export interface RunAddress {
  /** A node's id, or `run`; null: whatever is running. */
  readonly chosen: string | null;
  readonly choose: (chosen: string | null) => void;
  /** What is shown of it; null: what is shown first. */
  readonly tab: string | null;
  readonly openTab: (tab: string) => void;
  /** The number of the line of the log that is pointed at; null: none. */
  readonly line: number | null;
  /** The address of a line, as somebody else may open it: `?node=run&tab=log&line=12`. */
  readonly hrefOfLine: (line: number) => string;
  readonly pointAt: (line: number) => void;
}

/** Kept in the address: it can be sent to somebody and survives a reload. Meant for the page of one run alone. */
export function useRunAddress(): RunAddress {
  const pathname = usePathname();
  const parameters = useSearchParams();
  const chosen = parameters.get("node");
  const tab = parameters.get("tab");
  const line = numberIn(parameters.get("line"));
  const show = useCallback((next: string) => window.history.replaceState(null, "", next), []);
  const choose = useCallback(
    (next: string | null) => show(runAddress(pathname, { node: next })),
    [show, pathname],
  );
  return useMemo(() => {
    // Whoever has chosen something to read stays there, wherever the run goes.
    const node = chosen ?? "run";
    const hrefOfLine = (number: number) => runAddress(pathname, { node, tab: "log", line: String(number) });
    return {
      chosen,
      choose,
      tab,
      openTab: (next) => show(tabAddress(window.location, next)),
      line,
      hrefOfLine,
      pointAt: (number) => show(hrefOfLine(number)),
    };
  }, [pathname, chosen, choose, tab, line, show]);
}
