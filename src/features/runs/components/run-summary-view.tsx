"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/controls/copy-button.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { TokenCount } from "#components/ui/display/token-count.tsx";
import { isTerminalRun } from "#core/run/status.ts";
import { useRunHref, useTriggersHref } from "../hooks/use-run-href.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import { changeText } from "../model/words/change-text.ts";
import { CompareChoice } from "./compare/compare-choice.tsx";
import { ExpectedCostView } from "./expected-cost-view.tsx";
import { RunCost, RunTokens } from "./run-usage.tsx";

/** Facts about a run: its origin, its times, its input. */
export function RunSummaryView({
  snapshot,
}: {
  readonly snapshot: Pick<RunSnapshot, "run" | "ancestors" | "tree">;
}) {
  const { run, ancestors, tree } = snapshot;
  const caller = ancestors.at(-1);
  const runHref = useRunHref();
  const triggersHref = useTriggersHref(run.pipelineId);
  return (
    <dl className="grid h-full grid-cols-[9rem_minmax(0,1fr)] content-start overflow-y-auto px-4 py-2">
      <Fact name="Run">
        <span className="figures break-all">{run.id}</span>
        <CopyButton text={run.id} label="Copy the run's id" />
      </Fact>
      <Fact name="Version">
        {run.isRehearsal
          ? "rehearsed on the sandbox: no provider was called, no request was sent"
          : (run.versionNumber ?? unnumberedWords(run.triggerKind, caller !== undefined))}
      </Fact>
      <Fact name="Started by">
        {run.triggerKind}
        {run.triggerKey === null ? null : (
          <Link href={triggersHref} className="font-mono text-accent underline">
            {run.triggerKey}
          </Link>
        )}
      </Fact>
      {caller === undefined ? null : (
        <Fact name="Called by">
          <Link
            href={`${runHref(caller.runId)}?node=${encodeURIComponent(caller.nodeId)}`}
            className="text-accent underline"
          >
            {caller.pipelineName}
          </Link>
          <span className="text-ink-soft">at {caller.nodeId}</span>
        </Fact>
      )}
      {run.forkedFromRunId === null ? null : (
        <Fact name={run.triggerKind === "undo" ? "Undoes" : "Forked from"}>
          <Link href={runHref(run.forkedFromRunId)} className="figures break-all text-accent underline">
            {run.forkedFromRunId}
          </Link>
          {run.forkedFromNodes.length === 0 ? null : (
            <span className="text-ink-soft">at {run.forkedFromNodes.join(", ")}</span>
          )}
        </Fact>
      )}
      {run.forkChanges.length === 0 ? null : (
        <Fact name="Changed">{run.forkChanges.map(changeText).join(", ")}</Fact>
      )}
      {run.bodiesDeletedAtMs === null ? null : (
        <Fact name="Bodies">
          <span>
            inputs, outputs and artifacts were deleted <RelativeTime timeMs={run.bodiesDeletedAtMs} />, as the
            workspace keeps them for a limited time
          </span>
        </Fact>
      )}
      {run.bodiesDeletedAtMs === null ? (
        <Fact name="Compare with">
          <CompareChoice run={run} />
        </Fact>
      ) : null}
      <Fact name="Created">
        <RelativeTime timeMs={run.createdAtMs} />
      </Fact>
      <Fact name="Took">
        <Duration startMs={run.startedAtMs} endMs={run.finishedAtMs} />
      </Fact>
      <Fact name="Must end by">
        <RelativeTime timeMs={run.deadlineAtMs} />
      </Fact>
      <Fact name="Tokens">
        <RunTokens status={run.status} inputTokens={run.inputTokens} outputTokens={run.outputTokens} />
      </Fact>
      <Fact name={isTerminalRun(run.status) ? "Cost" : "Costs so far"}>
        <RunCost
          status={run.status}
          costMicros={run.costMicros}
          heldMicros={run.heldMicros}
          isSandbox={run.isSandbox}
        />
      </Fact>
      <Fact name="Expected cost">
        <ExpectedCostView run={run} tree={tree} />
      </Fact>
      {tree === null ? null : (
        <Fact name={`All ${tree.runs} runs`}>
          <TokenCount inputTokens={tree.inputTokens} outputTokens={tree.outputTokens} />
          <RunCost status={run.status} {...tree} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="flex min-h-8 items-center text-ink-faint">{name}</dt>
      <dd className="flex min-h-8 flex-wrap items-center gap-x-2">{children}</dd>
    </div>
  );
}

/** What a run executes that is not a published version. */
function unnumberedWords(triggerKind: RunSnapshot["run"]["triggerKind"], isCalled: boolean): string {
  if (triggerKind === "judge") return "a judge of a test case of this pipeline";
  return isCalled ? "frozen with the run at the top" : "draft, frozen for this run";
}
