"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Agent } from "../model/agent-values.ts";

const ArchiveAgentDialog = dynamic(
  async () => (await loadPatiently(() => import("./archive-agent-dialog.tsx"))).ArchiveAgentDialog,
  { ssr: false },
);

/** Archives or restores an agent. If drafts use it, says first what this means for them. */
export function ArchiveAgentButton({ agent }: { readonly agent: Agent }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const { id: agentId, isArchived } = agent;
  const uses = useQuery(trpc.agents.usage.queryOptions({ agentId }));
  const archive = useMutation(
    trpc.agents.archive.mutationOptions({
      onSuccess: async () => {
        setIsAsking(false);
        await queries.invalidateQueries({ queryKey: trpc.agents.pathKey() });
      },
      onError: (error) =>
        showToast({ tone: "failed", title: "Not changed", description: describeRequestError(error).message }),
    }),
  );
  const breaking = (uses.data?.uses ?? []).filter((use) => use.draftNodes.length > 0 && !use.isArchived);
  const change = () => archive.mutate({ agentId, isArchived: !isArchived });
  return (
    <>
      <Button
        isPending={archive.isPending && !isAsking}
        onClick={() => (isArchived || breaking.length === 0 ? change() : setIsAsking(true))}
      >
        {isArchived ? "Restore" : "Archive"}
      </Button>
      {isAsking ? (
        <ArchiveAgentDialog
          name={agent.name}
          pipelineNames={breaking.map((use) => use.pipelineName)}
          isPending={archive.isPending}
          onConfirm={change}
          onClose={() => setIsAsking(false)}
        />
      ) : null}
    </>
  );
}
