"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

const parameter = "node";

/** What of a run is looked at, kept in the address: it can be sent to somebody and survives a reload. */
export function useChosenNode(): readonly [chosen: string | null, choose: (chosen: string | null) => void] {
  const pathname = usePathname();
  const chosen = useSearchParams().get(parameter);
  const choose = useCallback(
    (next: string | null) => {
      const query = next === null ? "" : `?${parameter}=${encodeURIComponent(next)}`;
      window.history.replaceState(null, "", `${pathname}${query}`);
    },
    [pathname],
  );
  return [chosen, choose];
}
