"use client";

import { GitFork } from "lucide-react";
import Link from "next/link";
import { cn } from "#components/ui/class-names.ts";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
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
import type { RunId } from "#core/ids.ts";
import type { RunOrder } from "#core/run/run-order.ts";
import { shortId } from "#core/short-id.ts";
import { useCompareHref, useRunHref } from "../../hooks/use-run-href.ts";
import type { RunSummary } from "../../model/live/run-snapshot.ts";
import { undoWords } from "../../model/words/undo-words.ts";
import { RunCost, RunTokens } from "../run-usage.tsx";

const byTime = {
  newest: "descending",
  oldest: "ascending",
  longest: undefined,
  costliest: undefined,
} as const;

interface RunsTableProps {
  readonly runs: readonly RunSummary[];
  readonly order: RunOrder;
  readonly label?: string;
  /** Left out: a table without selection. */
  readonly choice?: ChosenRuns;
}

/** The selection of runs for bulk actions. */
export interface ChosenRuns {
  readonly chosen: ReadonlySet<RunId>;
  readonly onChoose: (chosen: ReadonlySet<RunId>) => void;
}

/** Runs as rows, each linked to its run. */
export function RunsTable({ runs, order, label = "Runs", choice }: RunsTableProps) {
  return (
    <Table label={label}>
      <TableHead>
        <tr>
          {choice === undefined ? null : <ChooseAll runs={runs} {...choice} />}
          <TableHeading>Status</TableHeading>
          <TableHeading>Run</TableHeading>
          <TableHeading className="@max-4xl:hidden">Version</TableHeading>
          <TableHeading className="@max-4xl:hidden">Started by</TableHeading>
          {/* Minimum widths, so that a counter does not move columns. */}
          <TableHeading
            aria-sort={order === "longest" ? "descending" : undefined}
            className="min-w-24 text-right @max-2xl:hidden"
          >
            Took
          </TableHeading>
          <TableHeading className="min-w-44 text-right @max-6xl:hidden">Tokens</TableHeading>
          <TableHeading
            aria-sort={order === "costliest" ? "descending" : undefined}
            className="min-w-48 text-right @max-2xl:hidden"
          >
            Cost
          </TableHeading>
          <TableHeading aria-sort={byTime[order]} className="min-w-28 text-right @max-2xl:hidden">
            Created
          </TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} {...(choice === undefined ? {} : { choice })} />
        ))}
      </TableBody>
    </Table>
  );
}

/** Selects all runs of this page, or none. */
function ChooseAll({ runs, chosen, onChoose }: ChosenRuns & { readonly runs: readonly RunSummary[] }) {
  const isWhole = runs.every(({ id }) => chosen.has(id));
  return (
    <TableHeading className="w-4 pr-0">
      <Checkbox
        aria-label="Select all runs on this page"
        checked={isWhole ? true : chosen.size > 0 ? "indeterminate" : false}
        onCheckedChange={() => onChoose(new Set(isWhole ? [] : runs.map(({ id }) => id)))}
      />
    </TableHeading>
  );
}

function ChooseRun({ run, chosen, onChoose }: ChosenRuns & { readonly run: RunSummary }) {
  return (
    <TableCell className="w-4 pr-0 @max-2xl:py-2 @max-2xl:align-top">
      <Checkbox
        aria-label={`Select ${run.pipelineName} ${shortId(run.id)}`}
        className="relative z-1"
        checked={chosen.has(run.id)}
        onCheckedChange={(isChosen) => {
          const others = [...chosen].filter((id) => id !== run.id);
          onChoose(new Set(isChosen === true ? [...others, run.id] : others));
        }}
      />
    </TableCell>
  );
}

function RunRow({ run, choice }: { readonly run: RunSummary; readonly choice?: ChosenRuns }) {
  const runHref = useRunHref();
  const compareHref = useCompareHref();
  const totals = run.tree ?? run;
  return (
    <TableRow>
      {choice === undefined ? null : <ChooseRun run={run} {...choice} />}
      <TableCell className="@max-2xl:align-top @max-2xl:py-2">
        <StatusBadge status={run.status} />
      </TableCell>
      <TableCell className="w-full max-w-0 @max-2xl:py-2">
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={runHref(run.id)}
            prefetch={false}
            data-row
            title={run.pipelineName}
            className={cn(rowLinkClasses, "flex min-w-0 items-baseline gap-1.5")}
          >
            <span dir="auto" className="truncate">
              {run.pipelineName}
            </span>
            <span className="sr-only">, run </span>
            <span className="figures shrink-0 text-ink-faint">{shortId(run.id)}</span>
          </Link>
          {run.forkedFromRunId === null ? null : (
            <Link
              href={compareHref(run.forkedFromRunId, run.id)}
              prefetch={false}
              title="Compare with the run it was forked from"
              className="relative z-1 shrink-0 text-ink-faint hover:text-ink"
            >
              <GitFork aria-label="Forked: compare with the run it was forked from" className="size-3.5" />
            </Link>
          )}
          {run.isRehearsal ? <Badge tone="accent">rehearsal</Badge> : null}
          {run.undo === null ? null : (
            <Badge tone={run.undo === "failed" ? "failed" : "plain"}>{undoWords[run.undo]}</Badge>
          )}
        </span>
        <span className="flex flex-wrap items-center gap-x-3 text-ink-soft @2xl:hidden">
          <Duration startMs={run.startedAtMs} endMs={run.finishedAtMs} />
          <RunCost status={run.status} {...totals} />
          <RelativeTime timeMs={run.createdAtMs} className="ml-auto text-ink-faint" />
        </span>
      </TableCell>
      <TableCell className="@max-4xl:hidden">
        <Badge>{versionMark(run)}</Badge>
      </TableCell>
      <TableCell className="max-w-44 truncate text-ink-soft @max-4xl:hidden">
        <StartedBy {...run} />
      </TableCell>
      <TableCell className="text-right @max-2xl:hidden">
        <Duration startMs={run.startedAtMs} endMs={run.finishedAtMs} />
      </TableCell>
      <TableCell className="text-right text-ink-soft @max-6xl:hidden">
        <RunTokens status={run.status} {...totals} />
      </TableCell>
      <TableCell className="text-right @max-2xl:hidden">
        <RunCost status={run.status} {...totals} />
      </TableCell>
      <TableCell className="text-right text-ink-soft @max-2xl:hidden">
        <RelativeTime timeMs={run.createdAtMs} />
      </TableCell>
    </TableRow>
  );
}

/** Who started a run: a person, or a token on somebody's behalf. */
function versionMark({ triggerKind, versionNumber }: RunSummary): string {
  if (triggerKind === "judge") return "judge";
  return versionNumber === null ? "draft" : `v${versionNumber}`;
}

function StartedBy({ startedByName, tokenName, triggerKind, triggerKey }: RunSummary) {
  if (tokenName !== null) {
    const owner = startedByName === null ? "" : `, on behalf of ${startedByName}`;
    return <span title={`By API, with the token ${tokenName}${owner}`}>token {tokenName}</span>;
  }
  if (startedByName === null)
    return triggerKey === null ? (
      triggerKind
    ) : (
      <span title={`By the ${triggerKind} ${triggerKey}`}>{`${triggerKind} ${triggerKey}`}</span>
    );
  return (
    <span title={triggerKind === "manual" ? startedByName : `${startedByName}, ${triggerKind}`}>
      {startedByName}
    </span>
  );
}
