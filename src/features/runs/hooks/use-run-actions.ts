"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { RunId } from "#core/ids.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import type { RunActions } from "../model/run-actions.ts";
import { useRunHref } from "./use-run-href.ts";

/** Where a run is to be run again: where it ended, or a node; null while that is still to be chosen. */
export type AskedFork =
  | { readonly kind: "resume" }
  /** Only a map's failed items, and what follows from them. */
  | { readonly kind: "failed-items"; readonly nodeId: string }
  | { readonly kind: "fork"; readonly nodeId: string | null };

/** The actions on a run, and the ones that wait for confirmation. */
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
  const { retryUndo, isRetryingUndo } = useRetryUndo(runId);
  const actions = useMemo<RunActions>(
    () => ({
      stop: (undo, despiteForks) => stop({ runId, undo, despiteForks }),
      isStopping,
      retryUndo,
      isRetryingUndo,
      resume: () => setAskedFork({ kind: "resume" }),
      runFailedItems: (nodeId) => setAskedFork({ kind: "failed-items", nodeId }),
      fork: (nodeId) => setAskedFork({ kind: "fork", nodeId }),
    }),
    [stop, runId, isStopping, retryUndo, isRetryingUndo],
  );
  return { actions, askedFork, closeFork: () => setAskedFork(null) };
}

function useRetryUndo(runId: RunId) {
  const trpc = useTRPC();
  const router = useRouter();
  const runHref = useRunHref();
  const keys = useRequestKeys();
  const { mutateAsync } = useMutation(trpc.runs.retryUndo.mutationOptions());
  const { mutate, isPending, isSuccess } = useMutation({
    mutationFn: (despiteForks: boolean) => {
      const asked = { runId, despiteForks };
      return keys.send(asked, (idempotencyKey) => mutateAsync({ ...asked, idempotencyKey }));
    },
    onSuccess: (undoing) => router.push(runHref(undoing.runId)),
    onError: (error) =>
      showToast({
        tone: "failed",
        title: "The rest is not being undone",
        description: describeRequestError(error).message,
      }),
  });
  const retryUndo = useCallback((despiteForks: boolean) => mutate(despiteForks), [mutate]);
  return { retryUndo, isRetryingUndo: isPending || isSuccess };
}
