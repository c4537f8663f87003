"use client";

import { Columns3, FlaskConical } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/controls/button.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { formatRelativeTime } from "#components/ui/format/relative-time.ts";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { SketchNode } from "#core/gestures/sketch.ts";
import type { Json } from "#core/json/json.ts";
import type { LastRun } from "../../hooks/try/use-last-values.ts";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import type { RunSummary } from "../../model/pipeline-outputs.ts";
import type { LastNode } from "../../model/try/last-values.ts";
import { mayPin } from "../../model/try/try-request.ts";
import { PinnedOutput } from "./pinned-output.tsx";

interface LastRunNoteProps {
  readonly node: SketchNode;
  readonly last: LastRun;
  /** Null if nothing may be run. */
  readonly onTry: ((nodeId: string) => void) | null;
  readonly onBench: ((nodeId: string) => void) | null;
  /** The names of the nodes whose bodies contain it, outermost first. */
  readonly within: readonly string[];
}

/** A node's values in the selected run, and a button to try it. */
export function LastRunNote({ node, last, onTry, onBench, within }: LastRunNoteProps) {
  const { nodes, pins, pin } = last;
  const isInside = within.length > 0;
  const found = nodes.get(node.id);
  const isTrigger = node.raw.type === "trigger";
  return (
    <section aria-label="Last run" className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-base border p-2.5">
      <TryButtons node={node} last={last} onTry={onTry} onBench={onBench} within={within} />
      {isInside && last.view !== null ? <InsideNote last={last} /> : null}
      {(isInside ? last.inside : last.view) === null ? null : <Standing node={found} last={last} />}
      {found?.error == null ? null : <p className="break-words text-failed">{found.error.message}</p>}
      {found === undefined ? null : <Values node={found} />}
      {!isInside && mayPin(node) ? (
        <PinnedOutput
          pinned={pins[node.id]}
          last={isTrigger ? (last.view?.run.input ?? null) : (found?.output ?? null)}
          isTrigger={isTrigger}
          onPin={(output) => pin(node.id, output)}
        />
      ) : null}
    </section>
  );
}

/** Selects the run whose values are shown, and what to try with them. */
function TryButtons({ node, last, onTry, onBench, within }: LastRunNoteProps) {
  const mayBench = within.length === 0 && node.raw.type === "agent" && last.view !== null;
  const isTrigger = node.raw.type === "trigger";
  const [outermost] = within;
  return (
    <>
      <div className="flex items-center gap-2">
        <RunSelect last={last} />
        {onTry === null || isTrigger ? null : (
          <Button size="small" aria-keyshortcuts="T" onClick={() => onTry(node.id)}>
            <FlaskConical aria-hidden />
            <span className="max-w-28 truncate">{["Try", ...within.slice(0, 1)].join(" ")}</span>
          </Button>
        )}
      </div>
      {onTry === null || outermost === undefined ? null : (
        <p className="text-ink-faint">
          {`A node in a body is not tried alone: "Try" runs ${outermost}, with all of its body.`}
        </p>
      )}
      {onBench === null || !mayBench ? null : (
        <Button size="small" className="justify-self-start" onClick={() => onBench(node.id)}>
          <Columns3 aria-hidden />
          Compare models
        </Button>
      )}
    </>
  );
}

/** Which of the body's runs the values come from. */
function InsideNote({ last: { inside } }: { readonly last: LastRun }) {
  return (
    <p className="text-ink-faint">
      {inside === null ? "This body did not run in it." : "Values of its first item, or of its first pass."}
    </p>
  );
}

function RunSelect({ last }: { readonly last: LastRun }) {
  const { runs, view, choose } = last;
  const nowMs = useNow("slow");
  if (runs === null) return <p className="grow text-ink-faint">Loading runs …</p>;
  if (runs.length === 0) return <p className="grow text-ink-faint">It has not run yet.</p>;
  return (
    <Select
      aria-label="Values of the run"
      value={view?.run.id ?? ""}
      onChange={(event) => choose(runs.find(({ id }) => id === event.target.value)?.id ?? null)}
    >
      {view === null || runs.some(({ id }) => id === view.run.id) ? null : (
        <option value={view.run.id}>{runWords(view.run, nowMs)}</option>
      )}
      {runs.map((run) => (
        <option key={run.id} value={run.id}>
          {runWords(run, nowMs)}
        </option>
      ))}
    </Select>
  );
}

/** A run in a few words: its start and its status. */
function runWords({ createdAtMs, status }: Pick<RunSummary, "createdAtMs" | "status">, nowMs: number) {
  return `Run of ${formatRelativeTime(createdAtMs, nowMs)}, ${status}`;
}

interface StandingProps {
  readonly node: LastNode | undefined;
  readonly last: LastRun;
}

function Standing({ node, last: { view, inside } }: StandingProps) {
  const href = useWorkspaceHref();
  const run = (inside ?? view)?.run;
  if (run === undefined) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {node === undefined ? (
        <span className="text-ink-faint">It was not reached.</span>
      ) : (
        <>
          <StatusBadge
            status={node.status}
            {...(node.branch === null ? {} : { word: `took ${node.branch}` })}
          />
          <Duration startMs={node.startedAtMs} endMs={node.finishedAtMs} />
          {node.inputTokens + node.outputTokens === 0 ? null : (
            <Money costMicros={node.costMicros} isSandbox={node.isSandbox} />
          )}
        </>
      )}
      <Link href={href(`runs/${run.id}`)} prefetch={false} className="text-accent hover:underline">
        Open run
      </Link>
    </p>
  );
}

function Values({ node }: { readonly node: LastNode }) {
  const { output, outputLeftOut, input, inputLeftOut, finishedAtMs } = node;
  return (
    <>
      {finishedAtMs === null ? null : (
        <Value title="Output" value={output} isLeftOut={outputLeftOut} isOpen />
      )}
      <Value title="Input" value={input} isLeftOut={inputLeftOut} isOpen={false} />
    </>
  );
}

const shownCharacters = 8_000;

interface ValueProps {
  readonly title: string;
  readonly value: Json;
  readonly isLeftOut: boolean;
  readonly isOpen: boolean;
}

function Value({ title, value, isLeftOut, isOpen }: ValueProps) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const words = isLeftOut ? "It is too large to show here: open the run." : text.slice(0, shownCharacters);
  return (
    <details open={isOpen}>
      <summary className="cursor-pointer rounded-small text-ink-soft">{title}</summary>
      <ScrollRegion
        label={`${title} in this run`}
        className="mt-1 max-h-40 overflow-y-auto whitespace-pre-wrap break-words rounded-small bg-sunken px-2 py-1 font-mono text-mono"
      >
        {words === "" ? "an empty text" : words}
        {!isLeftOut && text.length > shownCharacters ? " …" : null}
      </ScrollRegion>
    </details>
  );
}
