"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { RunId } from "#core/ids.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RunActions } from "../model/run-actions.ts";

/** From where a run is to be run again: wherever it got to, or a node; null where that is still to be chosen. */
export type AskedFork =
  | { readonly kind: "resume" }
  | { readonly kind: "fork"; readonly nodeId: string | null };

/** What a person may do to a run, and what they have asked for that is to be confirmed first. */
export function useRunActions(runId: RunId) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [askedFork, setAskedFork] = useState<AskedFork | null>(null);
  const { mutate: stop, isPending: isStopping } = useMutation(
    trpc.runs.cancel.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.runs.get.queryKey({ runId }) }),
      onError: (error) =>
        showToast({
          tone: "failed",
          title: "The run was not stopped",
          description: describeRequestError(error).message,
        }),
    }),
  );
  const actions = useMemo<RunActions>(
    () => ({
      stop: () => stop({ runId }),
      isStopping,
      resume: () => setAskedFork({ kind: "resume" }),
      fork: (nodeId) => setAskedFork({ kind: "fork", nodeId }),
    }),
    [stop, runId, isStopping],
  );
  return { actions, askedFork, closeFork: () => setAskedFork(null) };
}
