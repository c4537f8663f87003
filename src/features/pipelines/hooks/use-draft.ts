"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import { parseDefinitionText } from "#core/text/parse-definition-text.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { DraftSaver } from "../model/draft-saver.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";

/**
 * Keeps a pipeline's draft on the server while it is written here, and takes over what others have saved while nothing is written here. Give
 * the component a key: another pipeline is another draft.
 */
export function useDraft(pipeline: Pipeline, onOthersText: (text: string) => void) {
  const { draftText, draftRevision } = pipeline;
  const saver = useSaver(pipeline);
  const state = useSyncExternalStore(saver.subscribe, saver.state, saver.state);
  const takeOver = useEffectEvent((text: string, revision: number) => {
    // What is being written here goes on; saving it will be refused, and then a person decides.
    if (revision <= saver.revision || saver.hasUnsaved) return;
    saver.adopt(text, revision);
    onOthersText(text);
  });
  useEffect(() => takeOver(draftText, draftRevision), [draftText, draftRevision]);
  return { saver, state };
}

function useSaver({ id: pipelineId, draftText, draftRevision }: Pipeline): DraftSaver {
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
          const queryKey = trpc.pipelines.get.queryKey({ pipelineId });
          // An answer under way was read before this was saved.
          await queries.cancelQueries({ queryKey });
          // Whoever comes back to this page begins with what was saved here, not with what was loaded before.
          queries.setQueryData(queryKey, (known) =>
            known === undefined
              ? known
              : { ...known, draftText: definition, draftRevision: answer.draftRevision },
          );
          await queries.invalidateQueries({ queryKey: trpc.pipelines.list.queryKey() });
          return answer;
        },
      }),
  );
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
  return saver;
}
