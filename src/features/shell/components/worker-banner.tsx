"use client";

import { Unplug } from "lucide-react";
import { useWorkerAbsence } from "../use-worker-absence.ts";

/** Says on every page that nobody carries runs out; nothing while somebody does. */
export function WorkerBanner() {
  const isAbsent = useWorkerAbsence();
  return (
    <div role="status" className="shrink-0 empty:hidden">
      {isAbsent ? (
        <p className="flex items-center gap-2 border-b px-4 py-2 text-waiting sm:px-6">
          <Unplug aria-hidden className="size-4 shrink-0" />
          No worker is at work. Runs go on when it is back.
        </p>
      ) : null}
    </div>
  );
}
