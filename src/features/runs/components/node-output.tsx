"use client";

import { type ErrorDetails, TechnicalDetails } from "#components/ui/error-state.tsx";
import { formatDuration } from "#components/ui/format/duration.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { NodeView } from "#core/run/fold.ts";
import { detailsOf, ErrorInfoNote } from "#features/errors/index.ts";
import { useHasCaughtUp } from "../live-run-context.ts";
import { isBetweenTries } from "../model/node-look.ts";
import type { RunSnapshot } from "../model/run-snapshot.ts";
import { ErrorHelp } from "./error-help.tsx";
import { StreamingText } from "./streaming-text.tsx";
import { ValueView } from "./value-view.tsx";

interface NodeOutputProps {
  readonly name: string;
  readonly node: NodeView;
  /** What the latest try that did not end well had said; kept by the book. */
  readonly keptText: string | null;
  readonly run: RunSnapshot["run"];
}

/** What a node says or has said, and why it stopped if it did. */
export function NodeOutput({ name, node, keptText, run }: NodeOutputProps) {
  const { status, error } = node;
  const hasCaughtUp = useHasCaughtUp();
  const ids = [
    ["run", run.id],
    ["node", node.nodeId],
  ] as const;
  if (status === "completed") return <ValueView value={node.output} label={`Output of ${name}`} />;
  const text = node.text === "" ? (keptText ?? "") : node.text;
  return (
    <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)]">
      <div>
        {isBetweenTries(node) ? <RetryNotice node={node} ids={ids} /> : null}
        {error !== null && status === "failed" ? (
          <ErrorInfoNote
            error={error}
            ids={ids}
            action={<ErrorHelp code={error.code} pipelineId={run.pipelineId} />}
            className="m-3 mb-0"
          />
        ) : null}
      </div>
      {text === "" ? (
        <p className="px-4 py-3 text-ink-faint">
          {hasCaughtUp || status !== "running" ? <Silence node={node} /> : null}
        </p>
      ) : (
        <div className="grid min-h-0 grid-rows-[auto_minmax(0,1fr)]">
          {status === "running" ? null : (
            <p className="px-4 pt-3 text-ink-faint">What it had said until then:</p>
          )}
          <StreamingText
            text={text}
            attempt={node.attempt}
            label={`Text of ${name}`}
            isLive={status === "running" && node.wakeAtMs === null}
          />
        </div>
      )}
    </div>
  );
}

interface RetryNoticeProps {
  readonly node: NodeView;
  readonly ids: ErrorDetails;
}

/** A try failed and the next one is to come: nobody has to do anything. */
function RetryNotice({ node, ids }: RetryNoticeProps) {
  const { error, wakeAtMs } = node;
  return (
    <section className="m-3 mb-0 rounded-base border border-waiting/40 bg-waiting-soft px-3 py-2.5">
      <p className="font-semibold text-waiting">
        Try {node.attempt} failed. <Until timeMs={wakeAtMs ?? 0} what="The next one starts" />
      </p>
      {error === null ? null : (
        <>
          <p className="measure mt-1 break-words text-ink-soft text-read">{error.message}</p>
          <TechnicalDetails details={[...detailsOf(error), ...ids]} />
        </>
      )}
    </section>
  );
}

/** Counts down to when something goes on by itself. */
function Until({ timeMs, what }: { readonly timeMs: number; readonly what: string }) {
  const leftMs = timeMs - useNow("fast");
  return (
    <span suppressHydrationWarning>
      {leftMs > 0 ? `${what} in ${formatDuration(leftMs)}.` : `${what} any moment.`}
    </span>
  );
}

/** Why there is no text. */
function Silence({ node }: { readonly node: NodeView }) {
  switch (node.status) {
    case "pending":
      return "It has not begun: it waits for what comes before it.";
    case "running":
      return isBetweenTries(node) ? "Nothing was said before the try failed." : "Nothing has arrived yet.";
    case "waiting":
      return (
        <>
          {node.wakeAtMs === null ? null : <Until timeMs={node.wakeAtMs} what="It goes on" />} Nothing is
          computed or paid while it waits.
        </>
      );
    case "skipped":
      return "It was skipped: no way that was taken leads to it.";
    case "cancelled":
      return "It was cancelled before it said anything.";
    default:
      return "It said nothing.";
  }
}
