"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { numberIn } from "#components/ui/number-in.ts";
import { runAddress, tabAddress } from "../model/run-address.ts";

/** The part of a run that is shown. */
export interface RunAddress {
  /** A node's id, or `run`; null: whichever node is running. */
  readonly chosen: string | null;
  readonly choose: (chosen: string | null) => void;
  /** The open tab; null: the default. */
  readonly tab: string | null;
  readonly openTab: (tab: string) => void;
  /** The number of the highlighted log line; null: none. */
  readonly line: number | null;
  /** A link to a line: `?node=run&tab=log&line=12`. */
  readonly hrefOfLine: (line: number) => string;
  readonly pointAt: (line: number) => void;
}

/** Kept in the URL, so that it can be shared and survives a reload. Only for the page of a single run. */
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
    // Opening a tab also fixes the selection, so that following the run does not move the reader.
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
