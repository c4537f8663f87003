"use client";

import { Badge } from "#components/ui/display/badge.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { isTerminalRun } from "#core/run/status.ts";
import { shortId } from "#core/short-id.ts";
import { TopLine, useOptionalShell } from "#features/shell/index.ts";
import { useRunView } from "../live-run-context.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import type { RunActions } from "../model/run-actions.ts";
import { undoWords } from "../model/words/undo-words.ts";
import { RunButtons } from "./run-buttons.tsx";
import { RunUsage } from "./run-usage.tsx";

interface RunTopLineProps {
  readonly snapshot: RunSnapshot;
  readonly actions: RunActions | null;
}

export function RunTopLine({ snapshot, actions }: RunTopLineProps) {
  const { run } = snapshot;
  const view = useRunView();
  const shell = useOptionalShell();
  const base = shell === null ? "" : `/${shell.workspace.slug}`;
  // The log has a node's usage only when it ends; the snapshot also has attempts and calls in flight.
  const own = isTerminalRun(view.status) ? { ...run, ...view.totals } : run;
  // A root run shows the cost of its whole tree, a child run only its own.
  const tree = snapshot.ancestors.length === 0 ? snapshot.tree : null;
  const { inputTokens, outputTokens, costMicros, heldMicros } = tree ?? own;
  const isStopping = run.isStopping && !isTerminalRun(view.status);
  const word = view.undo === null ? "stopping" : undoWords.asked;
  return (
    <TopLine
      crumbs={[
        { label: "Runs", href: `${base}/runs` },
        ...snapshot.ancestors.map(({ runId, pipelineName, nodeId }) => ({
          label: `${pipelineName} ${shortId(runId)}`,
          href: `${base}/runs/${runId}?node=${encodeURIComponent(nodeId)}`,
        })),
        { label: run.pipelineName, href: `${base}/pipelines/${run.pipelineId}` },
        { label: `Run ${shortId(run.id)}` },
      ]}
      status={
        <>
          <StatusBadge look="soft" status={view.status} {...(isStopping ? { word } : {})} />
          {run.isRehearsal ? <Badge tone="accent">rehearsal</Badge> : null}
        </>
      }
      figures={
        <>
          <Duration startMs={view.startedAtMs} endMs={view.finishedAtMs} />
          <RunUsage
            status={view.status}
            inputTokens={inputTokens}
            outputTokens={outputTokens}
            costMicros={costMicros}
            heldMicros={heldMicros}
            isSandbox={view.totals.sandbox || (tree ?? run).isSandbox}
          />
        </>
      }
      actions={actions === null ? undefined : <RunButtons actions={actions} snapshot={snapshot} />}
    />
  );
}
