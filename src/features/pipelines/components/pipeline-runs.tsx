"use client";

import Link from "next/link";
import { CostSoFar } from "#components/ui/display/cost-so-far.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import {
  rowLinkClasses,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/layout/table.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useLastRuns } from "../hooks/try/use-last-runs.ts";
import { useWorkspaceHref } from "../hooks/use-workspace-href.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";

/** The latest runs of a pipeline, refreshed while one is running. */
export function PipelineRuns({ pipelineId }: { readonly pipelineId: Pipeline["id"] }) {
  const href = useWorkspaceHref();
  const mayRun = isAllowed(useShell().workspace.role, "runs.start");
  const { data, error, refetch } = useLastRuns(pipelineId);
  const fault = error === null ? null : <RequestError error={error} again={refetch} className="m-4" />;
  if (data === undefined) return fault ?? <SkeletonRows rows={4} label="Loading the runs" />;
  if (data.runs.length === 0) {
    return (
      fault ?? (
        <EmptyState title="No runs yet">
          {mayRun ? "Press “Run pipeline” and watch the first one. " : "Nobody has started one yet. "}
          It stays here, with every step it took.
        </EmptyState>
      )
    );
  }
  return (
    <>
      {fault}
      <Table label="Last runs">
        <TableHead>
          <tr>
            <TableHeading>Status</TableHeading>
            <TableHeading>Started</TableHeading>
            <TableHeading className="text-right">Took</TableHeading>
            <TableHeading className="text-right">Cost</TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {data.runs.map((run) => (
            <TableRow key={run.id}>
              <TableCell>
                <Link href={href(`runs/${run.id}`)} data-row className={rowLinkClasses} prefetch={false}>
                  <StatusBadge status={run.status} />
                </Link>
              </TableCell>
              <TableCell className="text-ink-soft">
                <RelativeTime timeMs={run.createdAtMs} />
              </TableCell>
              <TableCell className="text-right">
                <Duration startMs={run.startedAtMs} endMs={run.finishedAtMs} />
              </TableCell>
              <TableCell className="text-right">
                <CostSoFar
                  costMicros={run.costMicros}
                  heldMicros={run.heldMicros}
                  isFinal={isTerminalRun(run.status)}
                  isSandbox={run.isSandbox}
                />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
