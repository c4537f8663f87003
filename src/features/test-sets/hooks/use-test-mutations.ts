"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { downloadContent } from "#components/ui/download-content.ts";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import type { RouterInputs } from "#lib/trpc/router-outputs.ts";

/** The mutations of sets and cases; each refreshes the lists afterwards. */
export function useTestMutations(onDone: (() => void) | null = null) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const keys = useRequestKeys();
  const after = (title: string | null) => async () => {
    onDone?.();
    await queries.invalidateQueries({ queryKey: trpc.tests.pathKey() });
    if (title !== null) showToast({ title });
  };
  const addSet = useMutation(trpc.tests.createSet.mutationOptions());
  const addCase = useMutation(trpc.tests.createCase.mutationOptions());
  return {
    createSet: useMutation({
      mutationFn: (input: Parameters<typeof addSet.mutateAsync>[0]) =>
        keys.send(input, (idempotencyKey) => addSet.mutateAsync({ ...input, idempotencyKey })),
      onSuccess: after("Test set added"),
    }),
    createCase: useMutation({
      mutationFn: (input: Parameters<typeof addCase.mutateAsync>[0]) =>
        keys.send(input, (idempotencyKey) => addCase.mutateAsync({ ...input, idempotencyKey })),
      onSuccess: after("Test case added"),
    }),
    updateSet: useMutation(trpc.tests.updateSet.mutationOptions({ onSuccess: after(null) })),
    updateCase: useMutation(trpc.tests.updateCase.mutationOptions({ onSuccess: after("Test case changed") })),
    exportSet: useMutation({
      mutationFn: (asked: RouterInputs["tests"]["exportSet"]) =>
        queries.fetchQuery({ ...trpc.tests.exportSet.queryOptions(asked), staleTime: 0 }),
      onSuccess: ({ fileName, text }) => downloadContent(fileName, "application/json", text),
    }),
    judge: useMutation(trpc.tests.judge.mutationOptions({ onSuccess: after(null) })),
    recordCase: useMutation(
      trpc.tests.recordCase.mutationOptions({ onSuccess: after("The case has the answers of that run") }),
    ),
    removeSet: useMutation(trpc.tests.removeSet.mutationOptions({ onSuccess: after("Test set removed") })),
    removeCase: useMutation(trpc.tests.removeCase.mutationOptions({ onSuccess: after("Test case removed") })),
  };
}
