"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { downloadContent } from "#components/ui/download-content.ts";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { RunId } from "#core/ids.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

/** Downloads a run as a recording. */
export function useRecording(runId: RunId) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => queries.fetchQuery(trpc.runs.exportCassette.queryOptions({ runId })),
    onSuccess: ({ fileName, text }) => downloadContent(fileName, "application/json", text),
    onError: (error) =>
      showToast({
        tone: "failed",
        title: "The run was not saved as a recording",
        description: describeRequestError(error).message,
      }),
  });
  return { save: () => mutate(), isSaving: isPending };
}
