"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Badge } from "#components/ui/display/badge.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

type AgentUse = RouterOutputs["agents"]["usage"]["uses"][number];

interface AgentUsesProps {
  readonly agentId: RouterOutputs["agents"]["get"]["id"];
  readonly agentKey: string;
}

/** The pipelines that use the agent: the nodes of the draft, and the published versions. */
export function AgentUses({ agentId, agentKey }: AgentUsesProps) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const { data, error, isPending, refetch } = useQuery(trpc.agents.usage.queryOptions({ agentId }));
  const uses = data?.uses ?? [];
  return (
    <section aria-label="Where it is used" className="p-6 max-lg:border-t max-sm:px-4 lg:border-l">
      <h2 className="mb-2 font-medium">Where it is used</h2>
      {error === null ? null : <RequestError error={error} again={refetch} />}
      {isPending ? (
        <div role="status" aria-label="Searching the pipelines" className="grid gap-2">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      ) : uses.length === 0 && error === null ? (
        <p className="text-ink-soft">
          No pipeline uses it yet. Write <code className="figures">agentId: {agentKey}</code> in the config of
          an agent node.
        </p>
      ) : (
        <ul className="grid gap-2">
          {uses.map((use) => (
            <li key={use.pipelineId}>
              <span className="flex items-center gap-2">
                <Link
                  href={`/${workspace.slug}/pipelines/${use.pipelineId}`}
                  className="min-w-0 truncate text-accent hover:underline"
                >
                  {use.pipelineName}
                </Link>
                {use.isArchived ? <Badge>archived</Badge> : null}
              </span>
              <p className="text-ink-faint">{placesOf(use)}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** `Draft: Write, Review · published version 3 · 2 other versions`. */
function placesOf({ draftNodes, versions, publishedVersion }: AgentUse): string {
  const earlier = versions.filter((number) => number !== publishedVersion);
  const isPublished = publishedVersion !== null && versions.includes(publishedVersion);
  return [
    ...(draftNodes.length > 0 ? [`Draft: ${draftNodes.join(", ")}`] : []),
    ...(isPublished ? [`published version ${publishedVersion}`] : []),
    ...(earlier.length > 0
      ? [earlier.length === 1 ? `version ${earlier[0]}` : `${earlier.length} other versions`]
      : []),
  ].join(" · ");
}
