"use client";

import { GitFork } from "lucide-react";
import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { Duration } from "#components/ui/duration.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StatusBadge } from "#components/ui/status-badge.tsx";
import {
  rowLinkClasses,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/table.tsx";
import { useRunHref } from "../hooks/use-run-href.ts";
import type { RunSummary } from "../model/run-snapshot.ts";
import { shortId } from "../model/short-id.ts";
import { RunCost, RunTokens } from "./run-usage.tsx";

/** Runs as rows; each opens its run. */
export function RunsTable({ runs }: { readonly runs: readonly RunSummary[] }) {
  return (
    <Table label="Runs">
      <TableHead>
        <tr>
          <TableHeading>Status</TableHeading>
          <TableHeading>Run</TableHeading>
          <TableHeading className="max-md:hidden">Version</TableHeading>
          <TableHeading className="max-lg:hidden">Started by</TableHeading>
          <TableHeading>Took</TableHeading>
          <TableHeading className="max-md:hidden">Tokens</TableHeading>
          <TableHeading>Cost</TableHeading>
          <TableHeading className="text-right max-sm:hidden">Created</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </TableBody>
    </Table>
  );
}

function RunRow({ run }: { readonly run: RunSummary }) {
  const runHref = useRunHref();
  return (
    <TableRow>
      <TableCell>
        <StatusBadge status={run.status} />
      </TableCell>
      <TableCell className="max-w-80">
        <span className="flex min-w-0 items-baseline gap-2">
          <Link href={runHref(run.id)} prefetch={false} data-row className={rowLinkClasses}>
            <span className="truncate">{run.pipelineName}</span>
            <span className="sr-only">, run </span>
            <span className="figures ml-1 text-ink-faint">{shortId(run.id)}</span>
          </Link>
          {run.forkedFromRunId === null ? null : (
            <GitFork aria-label="forked" className="size-3.5 shrink-0 self-center text-ink-faint" />
          )}
        </span>
      </TableCell>
      <TableCell className="max-md:hidden">
        <Badge>{run.versionNumber === null ? "draft" : `v${run.versionNumber}`}</Badge>
      </TableCell>
      <TableCell className="text-ink-soft max-lg:hidden">{run.triggerKind}</TableCell>
      <TableCell>
        <Duration startMs={run.startedAtMs} endMs={run.finishedAtMs} />
      </TableCell>
      <TableCell className="text-ink-soft max-md:hidden">
        <RunTokens {...run} />
      </TableCell>
      <TableCell>
        <RunCost {...run} />
      </TableCell>
      <TableCell className="text-right text-ink-soft max-sm:hidden">
        <RelativeTime timeMs={run.createdAtMs} />
      </TableCell>
    </TableRow>
  );
}
