"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { describeRequestError, RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type Agent, valuesOf } from "../model/agent-values.ts";
import { AgentUses } from "./agent-uses.tsx";
import { LazyAgentForm } from "./lazy-agent-form.tsx";

/** One agent, and the drafts that name it. */
export function EditAgentPage({ agentId }: { readonly agentId: Agent["id"] }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { workspace } = useShell();
  const { data: agent } = useSuspenseQuery(trpc.agents.get.queryOptions({ agentId }));
  const mayWrite = isAllowed(workspace.role, "agents.write");
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.agents.pathKey() });
  const update = useMutation(
    trpc.agents.update.mutationOptions({
      onSuccess: async () => {
        await refresh();
        showToast({
          title: "Agent saved",
          description: "Drafts use it from now on. Published versions keep the one they have.",
        });
      },
    }),
  );
  const archive = useMutation(
    trpc.agents.archive.mutationOptions({
      onSuccess: refresh,
      onError: (error) =>
        showToast({ tone: "failed", title: "Not changed", description: describeRequestError(error).message }),
    }),
  );
  const { isArchived } = agent;
  return (
    <>
      <TopLine
        crumbs={[{ label: "Agents", href: `/${workspace.slug}/agents` }, { label: agent.name }]}
        status={isArchived ? <Badge>archived</Badge> : undefined}
        actions={
          mayWrite ? (
            <Button
              isPending={archive.isPending}
              onClick={() => archive.mutate({ agentId, isArchived: !isArchived })}
            >
              {isArchived ? "Bring back into use" : "Archive"}
            </Button>
          ) : undefined
        }
      />
      <div className="grid lg:grid-cols-[minmax(0,45rem)_minmax(16rem,1fr)]">
        <LazyAgentForm
          key={agentId}
          initial={valuesOf(agent)}
          isKeyFixed
          isReadOnly={!mayWrite || isArchived}
          submitLabel="Save agent"
          isPending={update.isPending}
          error={update.error === null ? null : <RequestError error={update.error} />}
          onSubmit={(_, fields) => update.mutate({ agentId, ...fields })}
        />
        <AgentUses agentId={agent.id} agentKey={agent.key} />
      </div>
    </>
  );
}
