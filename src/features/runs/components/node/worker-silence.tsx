"use client";

import { Unplug } from "lucide-react";
import { leaseMs } from "#core/dispatch/lease.ts";
import type { RunId } from "#core/ids.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import { useWorkerSilence } from "../../hooks/use-worker-silence.ts";

/** By then another worker, if there is one, has taken over. */
const takeOverMs = 5_000;

interface WorkerSilenceProps {
  readonly runId: RunId;
  readonly node: NodeView;
}

/** Warns when a node's worker has stopped responding; otherwise renders nothing. */
export function WorkerSilence({ runId, node }: WorkerSilenceProps) {
  const silentMs = useWorkerSilence(runId, node);
  return (
    <span role="status" className="empty:hidden">
      {silentMs === null ? null : (
        <span className="inline-flex items-center gap-1.5 text-waiting">
          <Unplug aria-hidden className="size-4 shrink-0" />
          {/* Screen readers should not announce each second. */}
          <span>
            No sign of life from its worker<span aria-hidden> for {Math.floor(silentMs / 1_000)} s</span>;{" "}
            {silentMs < leaseMs + takeOverMs
              ? "another takes over automatically"
              : "it continues when a worker is available"}
          </span>
        </span>
      )}
    </span>
  );
}
