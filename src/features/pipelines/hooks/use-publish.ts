"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { DraftSaver } from "../model/draft/draft-saver.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";

/** Validates or publishes exactly what is on the screen: it is saved first. */
export function usePublish(pipelineId: Pipeline["id"], saver: DraftSaver) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const askPublish = useMutation(trpc.pipelines.publish.mutationOptions());
  const askValidate = useMutation(trpc.pipelines.validate.mutationOptions());
  const publish = useMutation({
    mutationFn: async (note: string) => {
      if (!(await saver.flush())) return null;
      return askPublish.mutateAsync({
        pipelineId,
        expectedRevision: saver.revision,
        note: note.trim() === "" ? null : note,
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
    onError: (error) =>
      showToast({ tone: "failed", title: "Not published", description: describeRequestError(error).message }),
  });
  const validate = useMutation({
    mutationFn: (definition: string) => askValidate.mutateAsync({ definition }),
    onSuccess: ({ problems }) => {
      const faults = problems.filter(({ severity }) => severity === "error").length;
      const [first] = problems;
      if (first === undefined)
        showToast({
          title: "No problems",
          description: "The server agrees: this is valid and can be published.",
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
  return { publish, validate };
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
        description: "The draft says the same, so there is no new one. It keeps the note it had.",
      };
}
