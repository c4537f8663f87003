"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { showToast } from "#components/ui/toast-store.ts";
import type { RunId } from "#core/ids.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RunActions } from "../model/run-actions.ts";
import { useRunHref } from "./use-run-href.ts";

/** What a person may do to a run, and the node that a fork was asked for. */
export function useRunActions(runId: RunId) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const runHref = useRunHref();
  const [forkNodeId, setForkNodeId] = useState<string | null>(null);
  const [resumeKey] = useState(() => crypto.randomUUID());
  const stop = useMutation(
    trpc.runs.cancel.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.runs.get.queryKey({ runId }) }),
      onError: (error) => tellFailure("The run was not stopped", error),
    }),
  );
  const resume = useMutation(
    trpc.runs.resume.mutationOptions({
      onSuccess: (next) => router.push(runHref(next.runId)),
      onError: (error) => tellFailure("The run was not resumed", error),
    }),
  );
  const { mutate: askToStop, isPending: isStopping } = stop;
  const { mutate: askToResume, isPending: isResuming } = resume;
  const actions = useMemo<RunActions>(
    () => ({
      stop: () => askToStop({ runId }),
      resume: () => askToResume({ runId, idempotencyKey: resumeKey }),
      fork: setForkNodeId,
      pending: isStopping ? "stop" : isResuming ? "resume" : null,
    }),
    [askToStop, askToResume, runId, resumeKey, isStopping, isResuming],
  );
  return { actions, forkNodeId, closeFork: () => setForkNodeId(null) };
}

function tellFailure(title: string, error: unknown): void {
  showToast({ tone: "failed", title, description: describeRequestError(error).message });
}
