"use client";

import Link from "next/link";
import { StatusIcon } from "#components/ui/display/status-badge.tsx";
import { formatRelativeTime } from "#components/ui/format/relative-time.ts";
import { useNow } from "#components/ui/use-now.ts";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import type { RunMark } from "../../model/pipeline-outputs.ts";

interface RunStripProps {
  /** Newest first, as listed; drawn with the newest at the right, as on a time axis. */
  readonly runs: readonly RunMark[];
  readonly pipelineName: string;
}

/** The results of the last runs, one mark each, linked to the run. */
export function RunStrip({ runs, pipelineName }: RunStripProps) {
  const href = useWorkspaceHref();
  const nowMs = useNow("slow");
  return (
    <ol
      aria-label={`Last runs of ${pipelineName}, the newest last`}
      className="-ml-1 relative z-10 flex w-fit"
    >
      {runs.toReversed().map((run) => {
        const label = `${run.status}, ${formatRelativeTime(run.createdAtMs, nowMs)}`;
        return (
          <li key={run.id} className="@max-2xl:[&:nth-last-child(n+6)]:hidden">
            <Link
              href={href(`runs/${run.id}`)}
              aria-label={`Run: ${label}`}
              title={label}
              prefetch={false}
              className="grid size-6 place-items-center rounded-small hover:bg-hover"
              suppressHydrationWarning
            >
              <StatusIcon status={run.status} className="size-3.5" />
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
