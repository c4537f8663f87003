"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { RunId } from "#core/ids.ts";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

interface DeleteRunDialogProps {
  readonly runId: RunId;
  /** Where to go after the deletion. */
  readonly backTo: string;
  readonly onClose: () => void;
}

/** Deletes an ended run after a confirmation. */
export function DeleteRunDialog({ runId, backTo, onClose }: DeleteRunDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.runs.delete.mutationOptions({
      onSuccess: async () => {
        showToast({ title: "Run deleted", description: "What it cost stays in the books." });
        router.push(backTo);
        await queries.invalidateQueries({ queryKey: trpc.runs.list.queryKey() });
      },
    }),
  );
  return (
    <ConfirmRequest
      title="Delete the run?"
      description="Its input, outputs, log, artifacts and decisions are deleted for good. What it cost stays in the books, and forks of it keep what they took over."
      action="Delete run"
      isPending={remove.isPending || remove.isSuccess}
      onConfirm={() => remove.mutate({ runId })}
      onClose={onClose}
      error={remove.error}
    />
  );
}
