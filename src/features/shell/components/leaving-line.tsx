"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { noteArrival, useIsLeaving } from "#components/ui/leaving.ts";

/** A progress line while the next page loads. CSS delays it, so a fast page shows none and causes no layout shift. */
export function LeavingLine() {
  const isLeaving = useIsLeaving();
  const path = usePathname();
  const query = useSearchParams().toString();
  useEffect(() => noteArrival(path, query), [path, query]);
  if (!isLeaving) return null;
  return (
    <div
      role="progressbar"
      aria-label="Opening the next page"
      className="pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5 animate-late overflow-hidden bg-accent-soft"
    >
      <div className="h-full w-1/3 animate-pass bg-accent motion-reduce:w-full" />
    </div>
  );
}
