"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Badge } from "#components/ui/display/badge.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import type { Role } from "#core/policy/roles.ts";
import { RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type Agent, valuesOf } from "../model/agent-values.ts";
import { AgentUses } from "./agent-uses.tsx";
import { ArchiveAgentButton } from "./archive-agent-button.tsx";
import { LazyAgentForm } from "./lazy-agent-form.tsx";

/** One agent, and the drafts that use it. */
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
  const { isArchived } = agent;
  return (
    <>
      <TopLine
        crumbs={[{ label: "Agents", href: `/${workspace.slug}/agents` }, { label: agent.name }]}
        status={isArchived ? <Badge>archived</Badge> : undefined}
        actions={mayWrite ? <ArchiveAgentButton agent={agent} /> : undefined}
      />
      <div className="grid grow content-start lg:grid-cols-[minmax(0,45rem)_minmax(16rem,1fr)] lg:content-stretch">
        <LazyAgentForm
          key={agentId}
          initial={valuesOf(agent)}
          isKeyFixed
          readOnlyReason={readOnlyReason(workspace.role, isArchived)}
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

function readOnlyReason(role: Role, isArchived: boolean): string | null {
  if (!isAllowed(role, "agents.write"))
    return `As a ${role} you can view agents. Owners, admins and editors can change them.`;
  return isArchived ? "It is archived. Restore it to change it." : null;
}
