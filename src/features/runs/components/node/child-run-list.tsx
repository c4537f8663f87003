"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { ShowMore } from "#components/ui/controls/show-more.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { shortId } from "#core/short-id.ts";
import { ErrorInfoNote, RequestError } from "#features/errors/index.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { useReadAgain } from "../../hooks/use-read-again.ts";
import { useRunHref } from "../../hooks/use-run-href.ts";
import type { LogLine } from "../../model/live/live-run.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";

interface ChildRunListProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly nodeId: string;
  /** Each run is a pass of a loop. */
  readonly isInPasses: boolean;
  /** Changes with the node; the list is then refetched. */
  readonly stand: string;
  /** For a map: its progress; null until known. */
  readonly progress: ItemProgress | null;
  /** While it runs, the list of items is refetched regularly. */
  readonly isRunning: boolean;
  readonly hasItems: boolean;
  /** Actions on the items, beside the progress. */
  readonly controls: ReactNode;
}

type ItemProgress = Extract<LogLine, { type: "node.items" }>;

const readAgainMs = 2_000;

/** The runs that a node has started, each linked. */
export function ChildRunList({
  runId,
  nodeId,
  isInPasses,
  stand,
  progress,
  isRunning,
  hasItems,
  controls,
}: ChildRunListProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const runHref = useRunHref();
  const [onlyFailed, setOnlyFailed] = useState(false);
  const query = useInfiniteQuery({
    queryKey: [...trpc.runs.listChildren.queryKey({ runId, nodeId, onlyFailed }), "pages"],
    queryFn: ({ pageParam: cursor }) => client.runs.listChildren.query({ runId, nodeId, onlyFailed, cursor }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // The node may have changed since the list was cached.
    refetchOnMount: "always",
    refetchInterval: isRunning && hasItems ? readAgainMs : false,
  });
  useReadAgain(stand, query);
  const fault =
    query.error === null ? null : <RequestError error={query.error} again={query.refetch} className="m-3" />;
  const children = query.data?.pages.flatMap((page) => page.children) ?? [];
  if (progress?.total === 0)
    return <p className="px-4 py-3 text-ink-faint">The list is empty: nothing ran.</p>;
  if (children.length === 0 && !onlyFailed) {
    return (
      fault ?? (
        <p className="px-4 py-3 text-ink-faint">
          {query.isPending
            ? "Loading its runs."
            : "No runs: the node has not begun, or it was reused from another run."}
        </p>
      )
    );
  }
  return (
    <div className="h-full overflow-y-auto">
      {fault}
      {progress === null ? null : (
        <ItemCounts progress={progress} onlyFailed={onlyFailed} onOnlyFailed={setOnlyFailed}>
          {controls}
        </ItemCounts>
      )}
      <ol className="divide-y">
        {children.map((child) => (
          <li key={child.runId} className="grid gap-1.5 px-4 py-3">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <Link href={runHref(child.runId)} className="text-accent underline">
                {hasItems ? `Item ${child.iteration}` : child.pipelineName}, run {shortId(child.runId)}
              </Link>
              {isInPasses ? <span className="text-ink-soft">pass {child.iteration}</span> : null}
              <StatusBadge status={child.status} />
              <Duration startMs={child.startedAtMs} endMs={child.finishedAtMs} />
              <span className="grow" />
              <Money costMicros={child.costMicros} isSandbox={child.isSandbox} />
            </div>
            {child.error === null ? null : <ErrorInfoNote error={child.error} />}
          </li>
        ))}
      </ol>
      <ShowMore pages={query} word="Show more" size="small" className="m-3" />
    </div>
  );
}

interface ItemCountsProps {
  readonly progress: ItemProgress;
  readonly onlyFailed: boolean;
  readonly onOnlyFailed: (onlyFailed: boolean) => void;
  readonly children: ReactNode;
}

/** A map's progress; in a long list, failed items can be shown alone. */
function ItemCounts({ progress, onlyFailed, onOnlyFailed, children }: ItemCountsProps) {
  const { total, running, completed, failed } = progress;
  const left = total - running - completed - failed;
  const parts = [
    `${completed.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} ${total === 1 ? "item" : "items"} completed`,
    ...(failed === 0 ? [] : [`${failed.toLocaleString("en-US")} failed`]),
    ...(running === 0 ? [] : [`${running} running`]),
    ...(left === 0 ? [] : [`${left.toLocaleString("en-US")} not started`]),
  ];
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-1.5">
      <p className="figures">{parts.join(", ")}</p>
      {children}
      {failed === 0 && !onlyFailed ? null : (
        <Button size="small" className="ml-auto" onClick={() => onOnlyFailed(!onlyFailed)}>
          {onlyFailed ? "Show all" : "Only failed"}
        </Button>
      )}
    </div>
  );
}
