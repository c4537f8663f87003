"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import { usePersonalStorage } from "#features/shell/index.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { onSessionOpened } from "#lib/trpc/session-state.ts";
import { DraftSaver } from "../model/draft/draft-saver.ts";
import { draftKeeper, keepsNothing } from "../model/draft/kept-draft.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";

/**
 * Saves a pipeline's draft while it is edited here, and takes over what others save while it is not. Give the component
 * a key per pipeline.
 */
export function useDraft(pipeline: Pipeline, mayWrite: boolean, onOthersText: (text: string) => void) {
  const { draftText, draftRevision } = pipeline;
  const saver = useSaver(pipeline, mayWrite);
  const state = useSyncExternalStore(saver.subscribe, saver.state, saver.state);
  const takeOver = useEffectEvent((text: string, revision: number) => {
    // Unsaved edits are kept; saving them will be refused, and then a person decides.
    if (revision <= saver.revision || !saver.mayAdopt) return;
    saver.adopt(text, revision);
    onOthersText(text);
  });
  useEffect(() => takeOver(draftText, draftRevision), [draftText, draftRevision]);
  useEffect(() => keepSafe(saver), [saver]);
  return { saver, state };
}

function useSaver({ id: pipelineId, draftText, draftRevision }: Pipeline, mayWrite: boolean): DraftSaver {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const work = usePersonalStorage("work");
  const [saver] = useState(
    () =>
      new DraftSaver({
        saved: { text: draftText, revision: draftRevision },
        keeper: mayWrite ? draftKeeper(work, pipelineId) : keepsNothing,
        canRead: (text) => parseDefinitionText(text).ok,
        read: async () => {
          const now = await client.pipelines.get.query({ pipelineId });
          return { text: now.draftText, revision: now.draftRevision };
        },
        save: async (definition, expectedRevision) => {
          const answer = await client.pipelines.saveDraft.mutate({
            pipelineId,
            definition,
            expectedRevision,
            acceptFaults: true,
          });
          const queryKey = trpc.pipelines.get.queryKey({ pipelineId });
          // A response in flight was read before this save.
          await queries.cancelQueries({ queryKey });
          // After a back navigation the page must start from what was saved here, not from what it loaded then.
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
  return saver;
}

/** Retries saving as soon as it may work again, and asks before leaving only if this browser cannot store the draft. */
function keepSafe(saver: DraftSaver): () => void {
  const goOn = () => {
    const { kind } = saver.state();
    if (kind === "unreachable" || kind === "signed-out") void saver.flush();
  };
  const stay = (event: BeforeUnloadEvent) => {
    if (!saver.keep()) event.preventDefault();
  };
  const hide = () => {
    if (document.visibilityState === "hidden") saver.keep();
    else if (saver.state().kind === "unreachable") goOn();
  };
  saver.open();
  const forgetSession = onSessionOpened(goOn);
  window.addEventListener("online", goOn);
  window.addEventListener("beforeunload", stay);
  document.addEventListener("visibilitychange", hide);
  return () => {
    forgetSession();
    window.removeEventListener("online", goOn);
    window.removeEventListener("beforeunload", stay);
    document.removeEventListener("visibilitychange", hide);
    saver.close();
  };
}
