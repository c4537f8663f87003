"use client";

import Link from "next/link";
import { Badge } from "#components/ui/display/badge.tsx";
import { CostSoFar } from "#components/ui/display/cost-so-far.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { rowLinkClasses, TableCell, TableRow } from "#components/ui/layout/table.tsx";
import { isTerminalRun } from "#core/run/status.ts";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import type { PipelineSummary } from "../../model/pipeline-outputs.ts";
import { successRateText } from "../../model/success-rate.ts";
import { PipelineMenu } from "./pipeline-menu.tsx";
import { RunStrip } from "./run-strip.tsx";

interface PipelineRowProps {
  readonly pipeline: PipelineSummary;
  /** The name of its creator; empty if unknown. */
  readonly creator: string;
}

export function PipelineRow({ pipeline, creator }: PipelineRowProps) {
  const href = useWorkspaceHref();
  const { lastRuns: runs } = pipeline;
  const [last] = runs;
  return (
    <TableRow>
      <TableCell className="w-full max-w-0">
        <span className="flex items-center gap-2">
          <Link
            href={href(`pipelines/${pipeline.id}`)}
            data-row
            className={`min-w-0 truncate ${rowLinkClasses}`}
          >
            {pipeline.name}
          </Link>
          {pipeline.isArchived ? <Badge>archived</Badge> : null}
        </span>
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {runs.length === 0 ? (
          <span className="text-ink-faint">no runs yet</span>
        ) : (
          <RunStrip runs={runs} pipelineName={pipeline.name} />
        )}
      </TableCell>
      <TableCell className="figures whitespace-nowrap text-right @max-4xl:hidden">
        {successRateText(pipeline) ?? <span className="text-ink-faint">–</span>}
      </TableCell>
      <TableCell className="text-right @max-5xl:hidden">
        {last === undefined ? (
          <span className="figures text-ink-faint">–</span>
        ) : (
          <CostSoFar
            costMicros={last.costMicros}
            heldMicros={last.heldMicros}
            isFinal={isTerminalRun(last.status)}
            isSandbox={last.isSandbox}
          />
        )}
      </TableCell>
      <TableCell className="text-ink-soft @max-2xl:hidden">
        {last === undefined ? null : <RelativeTime timeMs={last.createdAtMs} />}
      </TableCell>
      <TableCell className="max-w-36 truncate text-ink-soft @max-6xl:hidden" title={creator}>
        {creator}
      </TableCell>
      <TableCell className="whitespace-nowrap @max-3xl:hidden">
        {pipeline.publishedVersion === null ? (
          <span className="text-ink-faint">draft only</span>
        ) : (
          <Badge>v{pipeline.publishedVersion}</Badge>
        )}
      </TableCell>
      <TableCell className="text-right">
        <PipelineMenu pipeline={pipeline} />
      </TableCell>
    </TableRow>
  );
}
