"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useId } from "react";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { RequestError } from "#features/errors/index.ts";
import { RunsTable } from "#features/runs/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { failedLately, runningNow } from "../model/home-runs.ts";

const refreshMs = 5_000;

interface RunSectionProps {
  readonly title: string;
  readonly input: typeof runningNow | typeof failedLately;
  /** The same filter as the run list's URL. */
  readonly query: string;
  /** Shown if there are none. */
  readonly nothing: string;
}

/** The latest runs of one kind, kept up to date, with a link to all of them. */
export function RunSection({ title, input, query, nothing }: RunSectionProps) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const titleId = useId();
  const { data, error, refetch } = useQuery({
    ...trpc.runs.list.queryOptions({ ...input, statuses: [...input.statuses] }),
    refetchInterval: refreshMs,
  });
  const shown = data?.runs.length ?? 0;
  return (
    <section aria-labelledby={titleId} className="border-t pt-4">
      <header className="mb-1 flex items-baseline justify-between gap-2 px-6 max-sm:px-4">
        <h2 id={titleId} className="font-semibold text-section">
          {title}
          {data === undefined ? null : (
            <span className="figures ml-2 text-ink-faint">{data.total ?? "more than 1,000"}</span>
          )}
        </h2>
        {data?.nextCursor == null ? null : (
          <Link
            href={`/${workspace.slug}/runs${query}`}
            className="rounded-small text-accent underline-offset-2 hover:underline"
          >
            Show all
          </Link>
        )}
      </header>
      {error === null ? null : (
        <RequestError error={error} again={refetch} className="mx-6 my-3 max-sm:mx-4" />
      )}
      {data === undefined && error === null ? <SkeletonRows rows={3} label={`Loading: ${title}`} /> : null}
      {data === undefined ? null : shown === 0 ? (
        <p className="px-6 pt-1 pb-5 text-ink-faint max-sm:px-4">{nothing}</p>
      ) : (
        <div className="pb-5">
          <RunsTable label={title} runs={data.runs} order="newest" />
        </div>
      )}
    </section>
  );
}
