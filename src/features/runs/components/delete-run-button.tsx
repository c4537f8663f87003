"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { ConfirmDialog } from "#components/ui/floating/confirm-dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { RunId } from "#core/ids.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

interface DeleteRunButtonProps {
  readonly runId: RunId;
  /** Where somebody goes whose run is gone. */
  readonly backTo: string;
}

/** Deletes a run that has ended, after asking. */
export function DeleteRunButton({ runId, backTo }: DeleteRunButtonProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
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
    <>
      <Button tone="quiet" onClick={() => setIsAsking(true)}>
        <Trash2 aria-hidden />
        <span className="max-sm:sr-only">Delete</span>
      </Button>
      {isAsking ? (
        <ConfirmDialog
          title="Delete the run?"
          description="Its input, outputs, log, artifacts and decisions are deleted for good. What it cost stays in the books, and forks of it keep what they took over."
          action="Delete run"
          isPending={remove.isPending || remove.isSuccess}
          onConfirm={() => remove.mutate({ runId })}
          onClose={() => setIsAsking(false)}
        >
          {remove.error === null ? null : <RequestError error={remove.error} />}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
