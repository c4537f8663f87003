"use client";

import Link from "next/link";
import { Badge } from "#components/ui/display/badge.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { shortId } from "#core/short-id.ts";
import { useShell } from "#features/shell/index.ts";
import {
  type EventFiring,
  type EventPlace,
  eventStateOf,
  type ReceivedEvent,
  receivedEventWords,
} from "../model/received-event.ts";

const tones = { received: "plain", matched: "waiting", started: "completed" } as const;

/** One event: its sender, its progress, and each run that it started or resumed. */
export function EventCard({ event }: { readonly event: ReceivedEvent }) {
  const { name, id, receivedAtMs, sentBy, firings, waits } = event;
  const state = eventStateOf(event);
  return (
    <li aria-label={`Event ${name}`} className="grid grid-cols-[minmax(0,1fr)] gap-1.5 px-6 py-3 max-sm:px-4">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <Badge tone={tones[state]}>{state}</Badge>
        <span className="break-all font-mono font-semibold">{name}</span>
        <RelativeTime timeMs={receivedAtMs} className="text-ink-soft" />
        <span className="text-ink-soft">{receivedEventWords(event)}</span>
      </p>
      {id === null ? null : (
        <p className="break-all text-ink-faint">
          Id <span className="figures">{id}</span>
        </p>
      )}
      {sentBy === null ? null : (
        <p className="text-ink-soft">
          Sent by <NodePlace place={sentBy} />
        </p>
      )}
      {firings.length + waits.length === 0 ? null : (
        <ul aria-label="Result" className="grid gap-1">
          {firings.map((firing) => (
            <FiringLine key={`${firing.pipelineId} ${firing.triggerId}`} firing={firing} />
          ))}
          {waits.map((wait) => (
            <li key={`${wait.runId} ${wait.nodeId}`} className="text-ink-soft">
              Ended the wait of <NodePlace place={wait} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function FiringLine({ firing }: { readonly firing: EventFiring }) {
  const { pipelineId, pipelineName, triggerId, outcome, reason, runId } = firing;
  const { workspace } = useShell();
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 text-ink-soft">
      <span>
        <Link
          href={`/${workspace.slug}/pipelines/${pipelineId}?show=triggers`}
          prefetch={false}
          className="text-accent underline"
        >
          {pipelineName}
        </Link>{" "}
        ({triggerId}):
      </span>
      {runId === null ? (
        <span className="min-w-0">
          {outcome}. {reason}
        </span>
      ) : (
        <RunLink runId={runId} />
      )}
    </li>
  );
}

function NodePlace({ place: { nodeId, pipelineName, runId } }: { readonly place: EventPlace }) {
  return (
    <>
      <span className="figures text-ink">{nodeId}</span> in {pipelineName}, <RunLink runId={runId} />
    </>
  );
}

function RunLink({ runId }: Pick<EventPlace, "runId">) {
  const { workspace } = useShell();
  return (
    <Link
      href={`/${workspace.slug}/runs/${runId}`}
      prefetch={false}
      className="figures text-accent underline"
    >
      run {shortId(runId)}
    </Link>
  );
}
