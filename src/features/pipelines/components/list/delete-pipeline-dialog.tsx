"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { RequestError, TypedConfirmDialog } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { deletionUsers } from "../../model/deletion-users.ts";
import type { PipelineSummary } from "../../model/pipeline-outputs.ts";

interface DeletePipelineDialogProps {
  readonly pipeline: PipelineSummary;
  readonly onClose: () => void;
}

export function DeletePipelineDialog({ pipeline: { id, name }, onClose }: DeletePipelineDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const checkId = useId();
  const [evenIfCalled, setEvenIfCalled] = useState(false);
  const { data, error, refetch } = useQuery({
    ...trpc.pipelines.dependents.queryOptions({ pipelineId: id }),
    staleTime: 0,
  });
  const { users, calling } = deletionUsers(data);
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
      description="Its versions, triggers, budgets and all its runs are deleted for good, with everything that they left. Runs in progress are stopped. What it cost stays in the books."
      word={name.trim()}
      wordTitle="its name"
      action="Delete pipeline"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ pipelineId: id, confirm: name, evenIfCalled })}
      onClose={onClose}
    >
      {error === null ? null : <RequestError error={error} again={refetch} />}
      {users.length === 0 ? null : (
        <div className="grid gap-1 rounded-base border bg-waiting-soft px-3 py-2">
          <p id={`${checkId}-users`}>These will no longer work:</p>
          <ul aria-labelledby={`${checkId}-users`} className="list-disc pl-5">
            {users.map((sentence) => (
              <li key={sentence} className="break-words">
                {sentence}
              </li>
            ))}
          </ul>
        </div>
      )}
      {calling === null ? null : (
        <span className="flex items-start gap-2">
          <Checkbox
            id={checkId}
            className="mt-0.5"
            checked={evenIfCalled}
            onCheckedChange={setEvenIfCalled}
          />
          <label htmlFor={checkId}>{calling}</label>
        </span>
      )}
    </TypedConfirmDialog>
  );
}
