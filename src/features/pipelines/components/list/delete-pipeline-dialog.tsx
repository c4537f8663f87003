"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { TypedConfirmDialog } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { PipelineSummary } from "../../model/pipeline-outputs.ts";

interface DeletePipelineDialogProps {
  readonly pipeline: PipelineSummary;
  readonly onClose: () => void;
}

export function DeletePipelineDialog({ pipeline: { id, name }, onClose }: DeletePipelineDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.pipelines.delete.mutationOptions({
      onSuccess: async () => {
        onClose();
        showToast({
          title: `${name} is being deleted`,
          description: "It is archived until its last run is gone.",
        });
        await queries.invalidateQueries();
      },
    }),
  );
  return (
    <TypedConfirmDialog
      title={`Delete ${name}?`}
      description="Its versions, triggers, budgets and all its runs are deleted for good, with everything that they left behind. Runs under way are stopped. What it cost stays in the books."
      word={name.trim()}
      wordTitle="its name"
      action="Delete pipeline"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ pipelineId: id, confirm: name })}
      onClose={onClose}
    />
  );
}
