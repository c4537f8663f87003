"use client";

import { Unplug } from "lucide-react";
import { useWorkerAbsence } from "../hooks/use-worker-absence.ts";

/** Says on every page that no worker is running; renders nothing while one is. */
export function WorkerBanner() {
  const isAbsent = useWorkerAbsence();
  return (
    <div role="status" className="shrink-0 empty:hidden">
      {isAbsent ? (
        <p className="flex items-center gap-2 border-b bg-waiting-soft px-4 py-1.5 sm:px-6">
          <Unplug aria-hidden className="size-4 shrink-0 text-waiting" />
          No worker is running, so runs are waiting. They continue by themselves when one is back.
        </p>
      ) : null}
    </div>
  );
}
