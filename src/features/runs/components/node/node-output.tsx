"use client";

import { type ErrorDetails, TechnicalDetails } from "#components/ui/display/error-state.tsx";
import { formatDuration } from "#components/ui/format/duration.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import { detailsOf, ErrorInfoNote } from "#features/errors/index.ts";
import { useHasCaughtUp } from "../../live-run-context.ts";
import type { AttemptSnapshot, RunSnapshot } from "../../model/live/run-snapshot.ts";
import { isBetweenTries, isCutOff } from "../../model/node-look.ts";
import { ErrorHelp } from "../outcome/error-help.tsx";
import { BodyGone } from "../value/body-gone.tsx";
import { SaidText } from "../value/said-text.tsx";
import { ValueView } from "../value/value-view.tsx";
import { StoredValue } from "./stored-value.tsx";

interface NodeOutputProps {
  readonly name: string;
  readonly node: NodeView;
  /** Whether it is a wait: what it waits for and until when is shown above. */
  readonly isWait: boolean;
  /** The stored text of the latest attempt that did not complete. */
  readonly cut: AttemptSnapshot | null;
  readonly run: RunSnapshot["run"];
}

/** A node's text, while it streams and afterwards, and why it stopped early if it did. */
export function NodeOutput({ name, node, isWait, cut, run }: NodeOutputProps) {
  const { status, error } = node;
  const ids = [
    ["run", run.id],
    ["node", node.nodeId],
  ] as const;
  const text = node.text === "" ? (cut?.text ?? "") : node.text;
  const isTextLeftOut = node.text === "" && cut?.textLeftOut === true;
  const goneAtMs = node.startedAtMs === null ? null : run.bodiesDeletedAtMs;
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      <div>
        {isBetweenTries(node) ? <RetryNotice node={node} ids={ids} /> : null}
        {error !== null && status === "failed" ? (
          <ErrorInfoNote
            error={error}
            ids={ids}
            action={<ErrorHelp error={error} pipelineId={run.pipelineId} nodeId={node.nodeId} />}
            className="m-3 mb-0"
          />
        ) : null}
        {status === "running" || status === "completed" || (text === "" && !isTextLeftOut) ? null : (
          <p className="px-4 pt-3 text-ink-faint">What it had written until then:</p>
        )}
      </div>
      {goneAtMs !== null ? (
        <BodyGone what={`What ${name} had written`} deletedAtMs={goneAtMs} />
      ) : isTextLeftOut && status !== "running" && status !== "completed" ? (
        <StoredValue
          runId={run.id}
          node={cut}
          pick={({ attempts }) => attempts.find(({ attempt }) => attempt === cut.attempt)?.text ?? undefined}
          label={`Text of ${name}`}
        />
      ) : (
        <Said runId={run.id} name={name} node={node} isWait={isWait} text={text} />
      )}
    </div>
  );
}

interface SaidProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly name: string;
  readonly node: NodeView;
  readonly isWait: boolean;
  readonly text: string;
}

/** One element for all stages of a node's text, so that it does not move when it is complete. */
function Said({ runId, name, node, isWait, text }: SaidProps) {
  const { status, output, attempt } = node;
  const hasCaughtUp = useHasCaughtUp();
  const isCompleted = status === "completed";
  if (isCompleted && node.isOutputLeftOut) {
    const label = `Output of ${name}`;
    // The streamed text stays until the whole output has loaded.
    const said = text === "" ? null : <SaidText text={text} attempt={attempt} label={label} isLive={false} />;
    return (
      <StoredValue
        runId={runId}
        node={{ nodeId: node.nodeId }}
        pick={({ nodeRun }) => (nodeRun.finishedAtMs === null ? undefined : nodeRun.output)}
        label={label}
        meanwhile={said}
      />
    );
  }
  if (isCompleted && typeof output !== "string")
    return <ValueView value={output} label={`Output of ${name}`} />;
  const said = isCompleted && typeof output === "string" ? output : text;
  if (said === "" && !isCompleted) {
    return (
      <p className="px-4 py-3 text-ink-faint">
        {hasCaughtUp || status !== "running" ? <Silence node={node} isWait={isWait} /> : null}
      </p>
    );
  }
  return (
    <SaidText
      key={node.nodeId}
      text={said}
      attempt={attempt}
      label={isCompleted ? `Output of ${name}` : `Text of ${name}`}
      isLive={status === "running" && node.wakeAtMs === null}
    />
  );
}

interface RetryNoticeProps {
  readonly node: NodeView;
  readonly ids: ErrorDetails;
}

/** An attempt failed and another follows: nobody has to do anything. */
function RetryNotice({ node, ids }: RetryNoticeProps) {
  const { error, wakeAtMs } = node;
  return (
    <section className="m-3 mb-0 rounded-base border border-waiting/40 bg-waiting-soft px-3 py-2.5">
      <p className="font-semibold text-waiting">
        Try {node.attempt} {isCutOff(error) ? "made no call: the circuit is open." : "failed."}{" "}
        <Until timeMs={wakeAtMs ?? 0} what="The next one starts" />
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

/** Counts down to the next attempt. */
function Until({ timeMs, what }: { readonly timeMs: number; readonly what: string }) {
  const leftMs = timeMs - useNow("fast");
  return (
    <span suppressHydrationWarning>
      {leftMs > 0 ? `${what} in ${formatDuration(leftMs)}.` : `${what} at any moment.`}
    </span>
  );
}

/** Why there is no text. */
function Silence({ node, isWait }: { readonly node: NodeView; readonly isWait: boolean }) {
  switch (node.status) {
    case "pending":
      return "It has not begun: it waits for what comes before it.";
    case "running":
      return isBetweenTries(node) ? "No output from this try." : "Nothing has arrived yet.";
    case "waiting":
      return (
        <>
          {isWait || node.wakeAtMs === null ? null : <Until timeMs={node.wakeAtMs} what="It continues" />}{" "}
          Waiting costs nothing.
        </>
      );
    case "skipped":
      return "It was skipped: no branch that was taken leads to it.";
    case "cancelled":
      return "It was cancelled before it wrote anything.";
    case "failed":
    case "completed":
      return "No output.";
  }
}
