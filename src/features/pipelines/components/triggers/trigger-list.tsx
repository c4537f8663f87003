"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import type { Pipeline } from "../../model/pipeline-outputs.ts";
import { TriggerCard } from "./trigger-card.tsx";

const refreshMs = 5_000;

const example = `triggers:
  - id: weekly
    kind: schedule
    cron: "0 8 * * 1"
    timezone: Europe/Berlin
  - id: pushed
    kind: webhook
    scheme: github`;

interface TriggerListProps {
  readonly pipelineId: Pipeline["id"];
  readonly publishedVersion: number | null;
}

/** The triggers of the published version, and what each has started. */
export function TriggerList({ pipelineId, publishedVersion }: TriggerListProps) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const href = useWorkspaceHref();
  const { data, error, refetch } = useQuery({
    ...trpc.triggers.list.queryOptions({ pipelineId }),
    refetchInterval: refreshMs,
  });
  // A failed refetch must not remove a card: its dialog may show a secret that is shown only once.
  const fault = error === null ? null : <RequestError error={error} again={refetch} className="m-4" />;
  if (data === undefined) return fault ?? <SkeletonRows rows={3} label="Loading the triggers" />;
  if (data.triggers.length === 0) {
    return (
      fault ?? (
        <EmptyState
          title="Nothing starts it by itself"
          example={<CodeBlock code={example} label="A schedule and a webhook" />}
        >
          A schedule, a webhook, an event or the end of another run can start it, once it is in the definition
          under <code>triggers</code> and is published.{" "}
          {publishedVersion === null ? "Nothing is published yet." : null}
        </EmptyState>
      )
    );
  }
  return (
    <>
      {fault}
      <ul aria-label="Triggers" className="grid grid-cols-[minmax(0,1fr)]">
        {data.triggers.map((trigger) => (
          <TriggerCard
            key={trigger.triggerId}
            pipelineId={pipelineId}
            trigger={trigger}
            mayManage={isAllowed(workspace.role, "triggers.manage")}
            mayFire={isAllowed(workspace.role, "runs.start")}
          />
        ))}
      </ul>
      <p className="px-4 py-3">
        <Link href={href("events")} prefetch={false} className="text-accent underline">
          All events of the workspace
        </Link>
      </p>
    </>
  );
}
