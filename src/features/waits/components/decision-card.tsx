"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Markdown } from "#components/ui/display/markdown.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import type { WaitId } from "#core/ids.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { AskingRun } from "./asking-run.tsx";
import { DecisionForm } from "./decision-form.tsx";

type Wait = RouterOutputs["waits"]["get"];

interface DecisionCardProps {
  readonly waitId: WaitId;
  /** Left out on the page of the run itself. */
  readonly isOnRunPage: boolean;
}

/** One decision: its question, what it may cost, and who decides or has decided. */
export function DecisionCard({ waitId, isOnRunPage }: DecisionCardProps) {
  const trpc = useTRPC();
  const titleId = useId();
  const { data: wait, error, refetch } = useQuery(trpc.waits.get.queryOptions({ waitId }));
  return (
    <article aria-labelledby={titleId} className="grid grid-cols-[minmax(0,1fr)] gap-3 px-6 py-4 max-sm:px-4">
      {error === null ? null : <RequestError error={error} again={refetch} />}
      {wait === undefined && error === null ? <SkeletonRows rows={4} label="Loading the decision" /> : null}
      {wait === undefined ? null : (
        <>
          <header className="grid gap-1">
            <h3 id={titleId} className="break-words font-semibold text-section">
              {wait.title}
            </h3>
            <Facts wait={wait} isOnRunPage={isOnRunPage} />
          </header>
          {wait.shown === null || wait.shown === "" ? null : (
            <ScrollRegion
              label="What it is about"
              // Not a landmark, since a page may have many.
              role="group"
              className="max-h-80 overflow-y-auto rounded-base border px-4 py-3"
            >
              <Markdown source={wait.shown} />
            </ScrollRegion>
          )}
          <Prices wait={wait} />
          {wait.ending === null ? (
            <Deciding wait={wait} isOnRunPage={isOnRunPage} />
          ) : (
            <Decided wait={wait} />
          )}
        </>
      )}
    </article>
  );
}

function Facts({ wait, isOnRunPage }: { readonly wait: Wait; readonly isOnRunPage: boolean }) {
  const { startedByName, createdAtMs, deadlineAtMs, ending } = wait;
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1 text-ink-soft">
      {isOnRunPage ? null : <AskingRun wait={wait} />}
      <span>{startedByName === null ? "started automatically" : `started by ${startedByName}`}</span>
      <span>
        asked <RelativeTime timeMs={createdAtMs} />
      </span>
      {deadlineAtMs === null || ending !== null ? null : (
        <span>
          time is up <RelativeTime timeMs={deadlineAtMs} />
        </span>
      )}
    </p>
  );
}

function Prices({ wait: { costMicros, isSandbox, ahead, ending } }: { readonly wait: Wait }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-ink-soft">
      <dt>Spent so far</dt>
      <dd>
        <Money costMicros={costMicros} isSandbox={isSandbox} />
      </dd>
      {ending === null
        ? ahead.map(({ choice, agents, atLeastMicros, atMostMicros, isSandbox: isPlay }) => (
            <div key={choice} className="col-span-full grid grid-cols-subgrid">
              <dt className="break-words">{`Then, with “${choice}”`}</dt>
              <dd className="flex flex-wrap items-baseline gap-x-1.5">
                {agents === 0 ? (
                  "nothing more: no model is called"
                ) : (
                  <>
                    <Money costMicros={atLeastMicros} /> to
                    {atMostMicros === null ? (
                      <span>an unknown amount: not every agent has a cost limit</span>
                    ) : (
                      <Money costMicros={atMostMicros} isSandbox={isPlay} />
                    )}
                  </>
                )}
              </dd>
            </div>
          ))
        : null}
    </dl>
  );
}

function Deciding({ wait, isOnRunPage }: { readonly wait: Wait; readonly isOnRunPage: boolean }) {
  return (
    <>
      <Votes wait={wait} />
      {wait.ownChoice === null ? null : (
        <p>{`You have chosen “${wait.ownChoice}”. Until it is decided you can change your choice.`}</p>
      )}
      {wait.canDecide ? (
        <DecisionForm wait={wait} isOnRunPage={isOnRunPage} />
      ) : (
        <p className="text-ink-soft">{wait.whyNot}</p>
      )}
    </>
  );
}

function Votes({ wait: { votes, quorum } }: { readonly wait: Wait }) {
  if (quorum === 1) return null;
  return (
    <div className="text-ink-soft">
      <p>{`${quorum} people must make the same choice.`}</p>
      <ul>
        {votes.map(({ userId, address, choice }) => (
          <li key={userId}>{`${address}: ${choice}`}</li>
        ))}
      </ul>
    </div>
  );
}

const endings = {
  decided: "completed",
  event: "completed",
  elapsed: "timeout",
  cancelled: "cancelled",
  room: "completed",
} as const;

function Decided({ wait }: { readonly wait: Wait }) {
  const { ending, choice, resolvedByName, resolvedAtMs } = wait;
  if (ending === null) return null;
  const words = {
    decided: `${choice}, by ${resolvedByName ?? "somebody"}`,
    event: "the event arrived",
    elapsed: choice === null ? "the time ran out" : `the time ran out: ${choice}`,
    cancelled: "the run ended before that",
    room: "there was room in the budgets",
  } as const;
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      <StatusBadge status={endings[ending]} word={ending} />
      <span>{words[ending]}</span>
      {resolvedAtMs === null ? null : <RelativeTime timeMs={resolvedAtMs} className="text-ink-faint" />}
    </p>
  );
}
