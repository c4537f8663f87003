"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import type { RunId } from "#core/ids.ts";
import type { RunOrder } from "#core/run/run-order.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { actionsOf } from "../../model/list/bulk-actions.ts";
import { turnTo } from "../../model/list/runs-address.ts";
import {
  isFiltered,
  parseRunsFilter,
  type RunsFilter,
  runsFilterQuery,
  runsListInput,
  unfilteredRuns,
} from "../../model/list/runs-filter.ts";
import type { RunSummary } from "../../model/live/run-snapshot.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { RunsFilterBar } from "./runs-filter-bar.tsx";
import { RunsTable } from "./runs-table.tsx";

/** The refresh interval, with and without current runs. */
const refreshMs = { busy: 2_000, calm: 10_000 } as const;

/** The workspace's runs; the first page keeps itself up to date. */
export function RunsPage() {
  const parameters = useSearchParams();
  const filter = parseRunsFilter((name) => parameters.get(name));
  const trpc = useTRPC();
  const { data, error, isPlaceholderData, refetch } = useQuery(
    trpc.runs.list.queryOptions(runsListInput(filter), {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => {
        if (filter.after !== null) return false;
        return state.data?.runs.some((run) => !isTerminalRun(run.status)) ? refreshMs.busy : refreshMs.calm;
      },
    }),
  );
  return (
    <>
      <TopLine crumbs={[{ label: "Runs" }]} />
      <RunsFilterBar filter={filter} />
      {error === null ? null : <RequestError error={error} again={refetch} className="m-6 max-sm:m-4" />}
      {data === undefined && error === null ? <SkeletonRows rows={12} label="Loading runs" /> : null}
      {data === undefined ? null : (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? "opacity-60" : ""}>
          {data.runs.length === 0 ? (
            <NoRuns filter={filter} />
          ) : (
            <ListedRuns runs={data.runs} order={filter.order} />
          )}
          <Pages filter={filter} nextCursor={data.nextCursor} total={data.total} looked={data.looked} />
        </div>
      )}
    </>
  );
}

/** The rows, and the actions on selected ones. */
function ListedRuns({ runs, order }: { readonly runs: readonly RunSummary[]; readonly order: RunOrder }) {
  const { workspace } = useShell();
  const actions = actionsOf(workspace.role);
  const [chosen, setChosen] = useState<ReadonlySet<RunId>>(new Set());
  // A run that has left the page is deselected, so that nothing happens to it unseen.
  const here = runs.filter(({ id }) => chosen.has(id));
  if (actions.length === 0) return <RunsTable runs={runs} order={order} />;
  return (
    <>
      <RunsTable
        runs={runs}
        order={order}
        choice={{ chosen: new Set(here.map(({ id }) => id)), onChoose: setChosen }}
      />
      {here.length === 0 ? null : (
        <BulkBar chosen={here} actions={actions} onClear={() => setChosen(new Set())} />
      )}
    </>
  );
}

interface PagesProps {
  readonly filter: RunsFilter;
  readonly nextCursor: RunsFilter["after"];
  readonly total: number | null;
  /** How many runs a content search has examined; null: there was no content search. */
  readonly looked: number | null;
}

/** The labels of the links to the first and the next page. */
const turns: Record<RunOrder, { readonly first: string; readonly next: string }> = {
  newest: { first: "Newest", next: "Older" },
  oldest: { first: "Oldest", next: "Newer" },
  longest: { first: "Longest", next: "Shorter" },
  costliest: { first: "Most expensive", next: "Cheaper" },
};

function Pages({ filter, nextCursor, total, looked }: PagesProps) {
  const { first, next } = turns[filter.order];
  const which = filter.order === "longest" || filter.order === "costliest" ? "ended " : "";
  const count = looked === null ? countOf(total, which) : `Searched ${countOf(looked, which)}`;
  if (filter.after === null && nextCursor === null) {
    return total === 0 ? null : <p className="px-6 py-3 text-ink-faint max-sm:px-4">{count}</p>;
  }
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 px-6 py-4 max-sm:px-4">
      <p className="mr-2 text-ink-faint">{count}</p>
      {filter.after === null ? null : <RunsLink filter={{ ...filter, after: null }}>{first}</RunsLink>}
      {nextCursor === null ? null : <RunsLink filter={{ ...filter, after: nextCursor }}>{next}</RunsLink>}
    </nav>
  );
}

function countOf(total: number | null, which: string): string {
  if (total === null) return `More than 1,000 ${which}runs`;
  return total === 1 ? `1 ${which}run` : `${total} ${which}runs`;
}

/** A link within the list; a plain click needs no request for the page. */
function RunsLink({ filter, children }: { readonly filter: RunsFilter; readonly children: ReactNode }) {
  const { workspace } = useShell();
  return (
    <Button asChild>
      <Link
        href={`/${workspace.slug}/runs${runsFilterQuery(filter)}`}
        prefetch={false}
        onNavigate={(event) => {
          event.preventDefault();
          turnTo(filter, "push");
          // On a phone the page itself scrolls, elsewhere the area beside the sidebar.
          window.scrollTo({ top: 0 });
          document.getElementById("content")?.scrollTo({ top: 0 });
        }}
      >
        {children}
      </Link>
    </Button>
  );
}

function NoRuns({ filter }: { readonly filter: RunsFilter }) {
  const { workspace } = useShell();
  if (isFiltered(filter) || filter.after !== null || filter.order !== "newest") {
    return (
      <EmptyState title="No runs match" action={<RunsLink filter={unfilteredRuns}>Show all runs</RunsLink>}>
        No run matches all the filters above.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No runs yet"
      action={
        <Button asChild tone="primary">
          <Link href={`/${workspace.slug}/pipelines`}>Open pipelines</Link>
        </Button>
      }
    >
      Each run of a pipeline is kept here: every step, every token, its cost and its results. Start one from
      its pipeline.
    </EmptyState>
  );
}
