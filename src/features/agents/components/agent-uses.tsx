"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { usesOfAgent } from "../model/uses-of-agent.ts";

/** Which drafts name the agent, and where. */
export function AgentUses({ agentKey }: { readonly agentKey: string }) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const list = useQuery(trpc.pipelines.list.queryOptions());
  const drafts = useQueries({
    queries: (list.data?.pipelines ?? []).map(({ id }) =>
      trpc.pipelines.get.queryOptions({ pipelineId: id }),
    ),
  });
  const isPending = list.isPending || drafts.some((draft) => draft.isPending);
  const error = list.error ?? drafts.find((draft) => draft.error !== null)?.error ?? null;
  const uses = drafts.flatMap(({ data }) => {
    const nodes = data === undefined ? [] : usesOfAgent(data.draft, agentKey);
    return data === undefined || nodes.length === 0 ? [] : [{ id: data.id, name: data.name, nodes }];
  });
  return (
    <section aria-label="Where it is used" className="p-6 max-lg:pt-0 max-sm:px-4 lg:border-l">
      <h2 className="mb-2 font-medium">Where it is used</h2>
      {error === null ? null : <RequestError error={error} />}
      {isPending ? (
        <div role="status" aria-label="Looking through the drafts" className="grid gap-2">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      ) : uses.length === 0 && error === null ? (
        <p className="text-ink-soft">
          No draft names it yet. Write <code className="figures">agentId: {agentKey}</code> in the config of
          an agent node.
        </p>
      ) : (
        <ul className="grid gap-2">
          {uses.map(({ id, name, nodes }) => (
            <li key={id}>
              <Link href={`/${workspace.slug}/pipelines/${id}`} className="text-accent hover:underline">
                {name}
              </Link>
              <p className="text-ink-faint">{nodes.join(", ")}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
