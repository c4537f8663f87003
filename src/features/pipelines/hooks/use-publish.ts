"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { DraftSaver } from "../model/draft/draft-saver.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";

export interface PublishRequest {
  readonly note: string;
  /** Overrides a test set that blocks it. */
  readonly override: boolean;
}

/** The error, if test cases block publishing; otherwise null. */
export function testRefusal(error: Error | null): Error | null {
  return error !== null && describeRequestError(error).code === "TESTS_FAILED" ? error : null;
}

/** Validates or publishes exactly what is in the editor: it is saved first. */
export function usePublish(pipelineId: Pipeline["id"], saver: DraftSaver) {
  return { publish: usePublishing(pipelineId, saver), validate: useValidation(pipelineId) };
}

function usePublishing(pipelineId: Pipeline["id"], saver: DraftSaver) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const askPublish = useMutation(trpc.pipelines.publish.mutationOptions());
  return useMutation({
    /** `onEnd` is called when nothing is left to decide: it was published, or cannot be. */
    mutationFn: async ({ note, override }: PublishRequest & { readonly onEnd: () => void }) => {
      if (!(await saver.flush())) return null;
      return askPublish.mutateAsync({
        pipelineId,
        expectedRevision: saver.revision,
        note: note.trim() === "" ? null : note,
        override,
      });
    },
    onSuccess: async (published) => {
      if (published === null) {
        showToast({
          tone: "failed",
          title: "Not published",
          description: "The draft could not be saved first.",
        });
        return;
      }
      await queries.invalidateQueries({ queryKey: trpc.pipelines.pathKey() });
      showToast(toldPublished(published));
    },
    onError: (error) => {
      // The dialog stays open and lists those cases.
      if (testRefusal(error) !== null) return;
      showToast({ tone: "failed", title: "Not published", description: describeRequestError(error).message });
    },
    onSettled: (_published, error, { onEnd }) => {
      if (testRefusal(error) === null) onEnd();
    },
  });
}

function useValidation(pipelineId: Pipeline["id"]) {
  const trpc = useTRPC();
  const askValidate = useMutation(trpc.pipelines.validate.mutationOptions());
  return useMutation({
    mutationFn: (definition: string) => askValidate.mutateAsync({ definition, pipelineId }),
    onSuccess: ({ problems }) => {
      const faults = problems.filter(({ severity }) => severity === "error").length;
      const [first] = problems;
      if (first === undefined)
        showToast({
          title: "No problems",
          description: "The server confirms: this is valid and can be published.",
        });
      else
        showToast({
          tone: faults > 0 ? "failed" : "plain",
          title: told(faults, problems.length - faults),
          description: first.message,
        });
    },
    onError: (error) =>
      showToast({ tone: "failed", title: "Not validated", description: describeRequestError(error).message }),
  });
}

function told(faults: number, warnings: number): string {
  if (faults === 0) return warnings === 1 ? "One warning" : `${warnings} warnings`;
  return faults === 1 ? "One error" : `${faults} errors`;
}

function toldPublished({ version, isNew }: { readonly version: number; readonly isNew: boolean }) {
  return isNew
    ? {
        title: `Version ${version} is published`,
        description: "Runs by API and by its triggers use it from now on.",
      }
    : {
        title: `Version ${version} is the current one again`,
        description: "The draft is the same, so there is no new version. The note is unchanged.",
      };
}
