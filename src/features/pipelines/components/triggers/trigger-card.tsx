"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pause, Play, Zap } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import type { Pipeline, TriggerView } from "../../model/pipeline-outputs.ts";
import { describeTrigger } from "../../model/trigger-words.ts";
import { FireDialog } from "./fire-dialog.tsx";
import { FiringList } from "./firing-list.tsx";
import { HookAddress } from "./hook-address.tsx";
import { NextTimes } from "./next-times.tsx";

interface TriggerCardProps {
  readonly pipelineId: Pipeline["id"];
  readonly trigger: TriggerView;
  readonly mayManage: boolean;
  readonly mayFire: boolean;
}

const states = {
  on: { tone: "completed", word: "on" },
  paused: { tone: "waiting", word: "paused" },
  resting: { tone: "plain", word: "archived" },
} as const;

/** One trigger: its state, its next times, and its latest firings. */
export function TriggerCard({ pipelineId, trigger, mayManage, mayFire }: TriggerCardProps) {
  const { triggerId, kind, state } = trigger;
  const [isFiring, setIsFiring] = useState(false);
  const isRestful = state === "resting";
  return (
    <li
      aria-label={`Trigger ${triggerId}`}
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-b px-4 py-4"
    >
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="font-mono font-semibold">{triggerId}</h3>
        <Badge>{kind}</Badge>
        <Badge tone={states[state].tone}>{states[state].word}</Badge>
        <span className="ml-auto flex gap-2">
          {mayManage && !isRestful ? <PauseButton pipelineId={pipelineId} trigger={trigger} /> : null}
          {mayFire && !isRestful ? (
            <Button size="small" onClick={() => setIsFiring(true)}>
              <Zap aria-hidden />
              Fire now
            </Button>
          ) : null}
        </span>
      </header>
      <Words trigger={trigger} />
      {kind === "schedule" ? <NextTimes trigger={trigger} /> : null}
      {kind === "webhook" ? (
        <HookAddress pipelineId={pipelineId} trigger={trigger} mayManage={mayManage} />
      ) : null}
      {trigger.config.kind === "event" ? <EventsLink name={trigger.config.name} /> : null}
      <FiringList pipelineId={pipelineId} trigger={trigger} />
      {isFiring ? (
        <FireDialog pipelineId={pipelineId} trigger={trigger} onClose={() => setIsFiring(false)} />
      ) : null}
    </li>
  );
}

const beginnings = {
  schedule: "At ",
  webhook: "By a request ",
  event: "On the event ",
  run: "After a run of ",
} as const;

function Words({ trigger }: Pick<TriggerCardProps, "trigger">) {
  const { kind, state, pauseReason } = trigger;
  return (
    <p className="text-ink-soft">
      {beginnings[kind]}
      <span className={kind === "webhook" ? "" : "figures text-ink"}>{describeTrigger(trigger)}</span>
      {state === "paused" ? ` · ${pauseReason ?? "paused by hand"}` : ""}
    </p>
  );
}

function EventsLink({ name }: { readonly name: string }) {
  const href = useWorkspaceHref();
  return (
    <Link
      href={href(`events?name=${encodeURIComponent(name)}`)}
      prefetch={false}
      className="justify-self-start text-accent underline"
    >
      Events of this name
    </Link>
  );
}

function PauseButton({ pipelineId, trigger }: Pick<TriggerCardProps, "pipelineId" | "trigger">) {
  const { triggerId, state } = trigger;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isPaused = state === "paused";
  const change = useMutation({
    ...(isPaused ? trpc.triggers.resume.mutationOptions() : trpc.triggers.pause.mutationOptions()),
    onSuccess: async () => {
      await queries.invalidateQueries(trpc.triggers.pathFilter());
      showToast({ title: isPaused ? `${triggerId} is active again` : `${triggerId} is paused` });
    },
  });
  return (
    <>
      {change.error === null ? null : <RequestError error={change.error} />}
      <Button
        size="small"
        isPending={change.isPending}
        onClick={() => change.mutate({ pipelineId, triggerId })}
      >
        {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
        {isPaused ? "Resume" : "Pause"}
      </Button>
    </>
  );
}
