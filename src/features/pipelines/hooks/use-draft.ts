"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { parseDefinitionText } from "#core/text/parse-definition-text.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { DraftSaver } from "../model/draft-saver.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";

/** Keeps a pipeline's draft on the server while it is written here. Give the component a key: another pipeline is another draft. */
export function useDraft({ id: pipelineId, draftText, draftRevision }: Pipeline) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [saver] = useState(
    () =>
      new DraftSaver({
        text: draftText,
        revision: draftRevision,
        canRead: (text) => parseDefinitionText(text).ok,
        save: async (definition, expectedRevision) => {
          const answer = await client.pipelines.saveDraft.mutate({
            pipelineId,
            definition,
            expectedRevision,
            acceptFaults: true,
          });
          // Whoever comes back to this page begins with what was saved here, not with what was loaded before.
          queries.setQueryData(trpc.pipelines.get.queryKey({ pipelineId }), (known) =>
            known === undefined
              ? known
              : { ...known, draftText: definition, draftRevision: answer.draftRevision },
          );
          await queries.invalidateQueries({ queryKey: trpc.pipelines.list.queryKey() });
          return answer;
        },
      }),
  );
  const state = useSyncExternalStore(saver.subscribe, saver.state, saver.state);
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => {
      if (saver.hasUnsaved) event.preventDefault();
    };
    window.addEventListener("beforeunload", stay);
    return () => {
      window.removeEventListener("beforeunload", stay);
      // Whoever goes to another page has finished their sentence.
      void saver.flush();
    };
  }, [saver]);
  return { saver, state };
}
