"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "#components/ui/controls/button.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { RunId } from "#core/ids.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";

interface SaveAsTestCaseProps {
  readonly runId: RunId;
  /** The URL of the pipeline's page. */
  readonly pipelineHref: string;
}

/** Saves the run as a test case of its pipeline, with a link to it. */
export function SaveAsTestCase({ runId, pipelineHref }: SaveAsTestCaseProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const keys = useRequestKeys();
  const saveRun = useMutation(trpc.tests.saveRun.mutationOptions());
  const save = useMutation({
    mutationFn: () =>
      keys.send({ runId }, (idempotencyKey) => saveRun.mutateAsync({ runId, idempotencyKey })),
    onSuccess: async () => {
      showToast({ title: "Saved as a test case", description: "It passes if the run ends as this one did." });
      router.push(`${pipelineHref}?show=tests`);
      await queries.invalidateQueries({ queryKey: trpc.tests.pathKey() });
    },
    onError: (error) =>
      showToast({
        tone: "failed",
        title: "The run was not saved as a test case",
        description: describeRequestError(error).message,
      }),
  });
  return (
    <Button tone="quiet" onClick={() => save.mutate()} isPending={save.isPending}>
      <ListChecks aria-hidden />
      <span className="max-sm:sr-only">Save as test case</span>
    </Button>
  );
}
