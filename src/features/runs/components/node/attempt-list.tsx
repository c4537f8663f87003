"use client";

import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import type { Status } from "#components/ui/display/status.ts";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { TokenCount } from "#components/ui/display/token-count.tsx";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import { ErrorInfoNote } from "#features/errors/index.ts";
import type { AttemptSnapshot, RunSnapshot } from "../../model/live/run-snapshot.ts";
import { isCutOff } from "../../model/node-look.ts";
import type { Try } from "../../model/tries.ts";
import { stopWords } from "../../model/words/stop-words.ts";
import { AmountExplanation } from "./amount-explanation.tsx";
import { AttemptWords } from "./attempt-words.tsx";

interface Look {
  readonly status: Status;
  readonly word?: string;
}

const looks: Readonly<Record<AttemptSnapshot["status"], Look>> = {
  running: { status: "running" },
  completed: { status: "completed" },
  failed: { status: "failed" },
  cancelled: { status: "cancelled" },
  lost: { status: "failed", word: "lost" },
};

/** The node began to wait and reserved nothing meanwhile. */
const paused: Look = { status: "waiting", word: "paused" };

function lookOf({ status, error }: AttemptSnapshot, isPaused: boolean): Look {
  if (isCutOff(error)) return { status: "failed", word: "circuit open" };
  return isPaused ? paused : looks[status];
}

interface AttemptListProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly nodeId: string;
  readonly tries: readonly Try<AttemptSnapshot>[];
  /** For attempts that corrected an answer: the attempt whose answer it was. */
  readonly repairs: ReadonlyMap<number, number>;
  readonly isSandbox: boolean;
}

/**
 * Every attempt of a node, latest first: what it requested, used and cost, and how it ended. Failed attempts cost money
 * too.
 */
export function AttemptList({ runId, nodeId, tries, repairs, isSandbox }: AttemptListProps) {
  if (tries.length === 0) {
    return (
      <p className="px-4 py-3 text-ink-faint">
        No tries: the node has not begun, or it was decided without a call.
      </p>
    );
  }
  return (
    <ScrollRegion label="All tries" className="h-full overflow-y-auto">
      <ol className="divide-y">
        {tries.toReversed().map((one) => (
          <li key={one.attempt.attempt} className="grid grid-cols-[minmax(0,1fr)] gap-1.5 px-4 py-3">
            <AttemptLine
              runId={runId}
              nodeId={nodeId}
              one={one}
              repairOf={repairedBy(tries, repairs.get(one.attempt.attempt))}
              isSandbox={isSandbox}
            />
          </li>
        ))}
      </ol>
    </ScrollRegion>
  );
}

/** The try that an attempt belongs to. */
function repairedBy(tries: readonly Try<AttemptSnapshot>[], attempt: number | undefined): number | undefined {
  return tries.find((one) => one.attempt.attempt === attempt)?.number ?? attempt;
}

function AttemptLine({
  runId,
  nodeId,
  one: { attempt, number, isContinued, isPaused },
  repairOf,
  isSandbox,
}: {
  readonly runId: RunSnapshot["run"]["id"];
  readonly nodeId: string;
  readonly one: Try<AttemptSnapshot>;
  readonly repairOf: number | undefined;
  readonly isSandbox: boolean;
}) {
  const { status, word } = lookOf(attempt, isPaused);
  const cut = stopWords(attempt.stop, attempt.outputTokens);
  const isPriced = attempt.inputTokens + attempt.outputTokens > 0;
  const [isExplained, setIsExplained] = useState(false);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="font-medium">
          Try {number}
          {isContinued ? ", continued" : ""}
        </span>
        <StatusBadge status={status} {...(word === undefined ? {} : { word })} />
        {repairOf === undefined ? null : <Badge>corrects try {repairOf}</Badge>}
        <Duration startMs={attempt.startedAtMs} endMs={attempt.finishedAtMs} />
        <span className="grow" />
        <RelativeTime timeMs={attempt.startedAtMs} className="text-ink-faint" />
      </div>
      {attempt.model === null ? null : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-soft">
          <span className="figures">
            {attempt.provider}/{attempt.model}
          </span>
          {isPriced ? (
            <>
              <TokenCount inputTokens={attempt.inputTokens} outputTokens={attempt.outputTokens} />
              <Money costMicros={attempt.costMicros} isSandbox={isSandbox} />
              <Button
                size="small"
                aria-expanded={isExplained}
                aria-label={`Why? How the cost of try ${attempt.attempt} was calculated`}
                onClick={() => setIsExplained(!isExplained)}
              >
                Why?
              </Button>
            </>
          ) : null}
          {cut === null ? null : <Badge tone="waiting">{cut}</Badge>}
          {attempt.isEstimated ? <Badge tone="waiting">estimated</Badge> : null}
        </div>
      )}
      {isExplained ? <AmountExplanation runId={runId} nodeId={nodeId} attempt={attempt} /> : null}
      {attempt.providerRequestId === null ? null : (
        <div className="figures break-all text-ink-faint">{attempt.providerRequestId}</div>
      )}
      {attempt.error === null ? null : <ErrorInfoNote error={attempt.error} />}
      <AttemptWords runId={runId} attempt={attempt} />
    </>
  );
}
