"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Badge } from "#components/ui/display/badge.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { shortId } from "#core/short-id.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import type { Firing, Pipeline, TriggerView } from "../../model/pipeline-outputs.ts";

const refreshMs = 5_000;
const shown = 10;

const tones = {
  started: "completed",
  queued: "waiting",
  skipped: "plain",
  missed: "failed",
  coalesced: "plain",
  refused: "failed",
} as const;

const neverWords = {
  schedule: "It was never due so far.",
  webhook: "It was never called so far.",
  event: "No such event has arrived yet.",
  run: "No such run has ended yet.",
} as const;

interface FiringListProps {
  readonly pipelineId: Pipeline["id"];
  readonly trigger: TriggerView;
}

/** A trigger's latest firings: the run, or the reason why there is none. */
export function FiringList({ pipelineId, trigger: { triggerId, kind } }: FiringListProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery({
    ...trpc.triggers.firings.queryOptions({ pipelineId, triggerId, limit: shown }),
    refetchInterval: refreshMs,
  });
  const fault = error === null ? null : <RequestError error={error} again={refetch} />;
  if (data === undefined) return fault;
  if (data.firings.length === 0) return fault ?? <p className="text-ink-faint">{neverWords[kind]}</p>;
  return (
    <>
      {fault}
      <ul aria-label={`Last times of ${triggerId}`} className="grid gap-1.5">
        {data.firings.map((firing) => (
          <FiringRow key={firing.key} firing={firing} />
        ))}
      </ul>
    </>
  );
}

function FiringRow({ firing }: { readonly firing: Firing }) {
  const href = useWorkspaceHref();
  const { outcome, reason, runId, dueAtMs } = firing;
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
      <Badge tone={tones[outcome]}>{outcome}</Badge>
      <RelativeTime timeMs={dueAtMs} className="text-ink-soft" />
      {runId === null ? (
        <span className="min-w-0 basis-full text-ink-soft sm:basis-0 sm:grow">{reason}</span>
      ) : (
        <Link href={href(`runs/${runId}`)} prefetch={false} className="figures text-accent underline">
          run {shortId(runId)}
        </Link>
      )}
    </li>
  );
}
