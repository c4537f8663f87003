"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { maybeSaved, RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { emptyAgent } from "../model/agent-values.ts";
import { LazyAgentForm } from "./lazy-agent-form.tsx";

export function NewAgentPage() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const { workspace } = useShell();
  const base = `/${workspace.slug}/agents`;
  const create = useMutation(
    trpc.agents.create.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.agents.pathKey() });
        router.push(base);
      },
    }),
  );
  return (
    <>
      <TopLine crumbs={[{ label: "Agents", href: base }, { label: "New agent" }]} />
      {isAllowed(workspace.role, "agents.write") ? (
        <LazyAgentForm
          initial={emptyAgent}
          isKeyFixed={false}
          readOnlyReason={null}
          submitLabel="Create agent"
          isPending={create.isPending || create.isSuccess}
          error={
            create.error === null ? null : <RequestError error={create.error} ifUnanswered={maybeSaved} />
          }
          onSubmit={(key, fields) => create.mutate({ key, ...fields })}
        />
      ) : (
        <EmptyState title="You are not allowed to do this">
          As a {workspace.role} of {workspace.name} you can view agents. Ask an owner or an admin to make you
          an editor.
        </EmptyState>
      )}
    </>
  );
}
