"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import type { RunId } from "#core/ids.ts";
import { shortId } from "#core/short-id.ts";
import { RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { useRunHref } from "../../hooks/use-run-href.ts";
import { CompareTable } from "./compare-table.tsx";
import { ComparedValuesView } from "./compared-values-view.tsx";

interface ComparePageProps {
  readonly first: RunId;
  readonly second: RunId;
}

/** Compares two runs of a pipeline, node by node. */
export function ComparePage({ first, second }: ComparePageProps) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const [shownId, show] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(trpc.runs.compare.queryOptions({ runIds: [first, second] }));
  const shown = data?.nodes.find(({ nodeId }) => nodeId === shownId);
  return (
    <>
      <TopLine crumbs={[{ label: "Runs", href: `/${workspace.slug}/runs` }, { label: "Compare" }]} />
      {error === null ? null : <RequestError error={error} again={refetch} className="m-6 max-sm:m-4" />}
      {data === undefined && error === null ? <SkeletonRows rows={8} label="Comparing the runs" /> : null}
      {data === undefined ? null : (
        // Must not shrink to make space for the content below.
        <div className="shrink-0">
          <Beginning comparison={data} />
          <CompareTable comparison={data} shownId={shownId} onShow={show} />
        </div>
      )}
      {shown === undefined ? null : (
        <ComparedValuesView
          key={shown.nodeId}
          runIds={[first, second]}
          node={shown}
          onClose={() => show(null)}
        />
      )}
    </>
  );
}

type Comparison = RouterOutputs["runs"]["compare"];

function Beginning({ comparison }: { readonly comparison: Comparison }) {
  const { runs, isSameInput, changedVariables, firstDivergence, nodes } = comparison;
  const name = nodes.find(({ nodeId }) => nodeId === firstDivergence)?.name;
  const variables =
    changedVariables.length === 0 ? "" : ` Variables that differ: ${changedVariables.join(", ")}.`;
  return (
    <div className="grid gap-3 px-6 py-4 max-sm:px-4">
      <h2 className="break-words font-semibold text-section">Two runs of {runs[0].pipelineName}</h2>
      <dl className="grid gap-2 sm:grid-cols-2">
        <RunSide title="First" run={runs[0]} />
        <RunSide title="Second" run={runs[1]} />
      </dl>
      <p>
        {name === undefined ? "No node differs." : `They first differ at ${name}.`}{" "}
        {isSameInput ? "Both had the same input." : "Their inputs differ."}
        {variables}
      </p>
    </div>
  );
}

function RunSide({ title, run }: { readonly title: string; readonly run: Comparison["runs"][number] }) {
  const runHref = useRunHref();
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <dt className="text-ink-faint">{title}</dt>
      <dd className="flex flex-wrap items-center gap-x-3">
        <Link href={runHref(run.id)} className="figures text-accent underline">
          {shortId(run.id)}
        </Link>
        <StatusBadge status={run.status} />
        <span className="text-ink-soft">
          {run.versionNumber === null ? "draft" : `version ${run.versionNumber}`}
        </span>
      </dd>
    </div>
  );
}
