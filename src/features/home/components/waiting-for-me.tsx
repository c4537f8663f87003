"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useId } from "react";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { shortId } from "#core/short-id.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { mostWaitsShown, waitingForMe } from "../model/home-runs.ts";

const refreshMs = 5_000;

/** Decisions that wait for the reader; renders nothing if there are none. */
export function WaitingForMe() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const titleId = useId();
  const { data } = useQuery({
    ...trpc.waits.list.queryOptions(waitingForMe),
    refetchInterval: refreshMs,
  });
  const waits = data?.waits ?? [];
  if (waits.length === 0) return null;
  const href = `/${workspace.slug}/decisions`;
  return (
    <section aria-labelledby={titleId} className="-mt-px border-t pt-4">
      <header className="mb-1 flex items-baseline justify-between gap-2 px-6 max-sm:px-4">
        <h2 id={titleId} className="font-semibold text-section">
          Waiting for you
        </h2>
        <Link href={href} className="rounded-small text-accent underline-offset-2 hover:underline">
          {waits.length > mostWaitsShown ? "Show all" : "Decide"}
        </Link>
      </header>
      <ul className="px-6 pb-5 max-sm:px-4">
        {waits.slice(0, mostWaitsShown).map(({ waitId, runId, nodeId, title, pipelineName, createdAtMs }) => (
          <li key={waitId} className="flex min-h-8 flex-wrap items-center gap-x-3">
            <Link
              href={`/${workspace.slug}/runs/${runId}?node=${encodeURIComponent(nodeId)}`}
              className="min-w-0 break-words rounded-small text-accent underline-offset-2 hover:underline"
            >
              {title}
            </Link>
            <span className="text-ink-soft">{pipelineName}</span>
            {/* Two runs may ask the same question; the link then needs the run's id to be unique. */}
            <span className="text-ink-soft">
              run <span className="text-mono">{shortId(runId)}</span>
            </span>
            <RelativeTime timeMs={createdAtMs} className="text-ink-faint" />
          </li>
        ))}
      </ul>
    </section>
  );
}
