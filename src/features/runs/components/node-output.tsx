"use client";

import { formatDuration } from "#components/ui/format/duration.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { NodeView } from "#core/run/fold.ts";
import { ErrorInfoNote } from "#features/errors/index.ts";
import { useHasCaughtUp } from "../live-run-context.ts";
import { StreamingText } from "./streaming-text.tsx";
import { ValueView } from "./value-view.tsx";

interface NodeOutputProps {
  readonly name: string;
  readonly node: NodeView;
  /** What the latest try that did not end well had said; kept by the book. */
  readonly keptText: string | null;
  readonly runId: string;
}

/** What a node says or has said, and why it stopped if it did. */
export function NodeOutput({ name, node, keptText, runId }: NodeOutputProps) {
  const { status, error } = node;
  const hasCaughtUp = useHasCaughtUp();
  const ids = [
    ["run", runId],
    ["node", node.nodeId],
  ] as const;
  if (status === "completed") return <ValueView value={node.output} label={`Output of ${name}`} />;
  const text = node.text === "" ? (keptText ?? "") : node.text;
  return (
    <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)]">
      <div>
        {error !== null && node.wakeAtMs !== null ? <RetryNotice node={node} /> : null}
        {error !== null && status === "failed" ? (
          <ErrorInfoNote error={error} ids={ids} className="m-3 mb-0" />
        ) : null}
      </div>
      {text === "" ? (
        <p className="px-4 py-3 text-ink-faint">{hasCaughtUp || status !== "running" ? silence(node) : ""}</p>
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

function RetryNotice({ node }: { readonly node: NodeView }) {
  const nowMs = useNow("fast");
  const leftMs = (node.wakeAtMs ?? 0) - nowMs;
  return (
    <div className="m-3 mb-0 rounded-base border border-waiting/40 bg-waiting-soft px-3 py-2">
      <p className="font-medium text-waiting">
        Try {node.attempt} failed.{" "}
        <span suppressHydrationWarning>
          {leftMs > 0
            ? `The next one starts in ${formatDuration(leftMs)}.`
            : "The next one is about to start."}
        </span>
      </p>
      <p className="mt-0.5 text-ink-soft">{node.error?.message}</p>
    </div>
  );
}

function silence({ status, wakeAtMs }: NodeView): string {
  switch (status) {
    case "pending":
      return "It has not begun: it waits for what comes before it.";
    case "running":
      return wakeAtMs === null ? "Nothing has arrived yet." : "Nothing was said before the try failed.";
    case "waiting":
      return "It waits. Nothing is computed or paid meanwhile.";
    case "skipped":
      return "It was skipped: no way that was taken leads to it.";
    case "cancelled":
      return "It was cancelled before it said anything.";
    default:
      return "It said nothing.";
  }
}
