"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { RunId } from "#core/ids.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import { type BulkAction, type BulkResult, describeResult } from "../model/list/bulk-actions.ts";

interface BulkRequest {
  readonly action: BulkAction;
  readonly runIds: readonly RunId[];
}

/** Does one action to several runs, one by one; a failure does not stop the others. */
export function useBulkAction(onDone: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const keys = useRequestKeys();
  const cancel = useMutation(trpc.runs.cancel.mutationOptions());
  const remove = useMutation(trpc.runs.delete.mutationOptions());
  const resume = useMutation(trpc.runs.resume.mutationOptions());
  const doOne = async (action: BulkAction, runId: RunId): Promise<void> => {
    switch (action) {
      case "stop":
        await cancel.mutateAsync({ runId });
        return;
      case "delete":
        await remove.mutateAsync({ runId });
        return;
      case "resume":
        await keys.send({ resume: runId }, (idempotencyKey) => resume.mutateAsync({ runId, idempotencyKey }));
    }
  };
  return useMutation({
    mutationFn: async ({ action, runIds }: BulkRequest): Promise<BulkResult> => {
      const failures: string[] = [];
      for (const runId of runIds) {
        await doOne(action, runId).catch((error: unknown) => {
          failures.push(describeRequestError(error).message);
        });
      }
      return { done: runIds.length - failures.length, failures };
    },
    onSuccess: async (result, { action }) => {
      showToast(describeResult(action, result));
      onDone();
      await queries.invalidateQueries({ queryKey: trpc.runs.pathKey() });
    },
  });
}
