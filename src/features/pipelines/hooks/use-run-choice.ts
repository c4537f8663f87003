"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { CheckedText } from "../model/draft/check-text.ts";
import type { DraftSaver } from "../model/draft/draft-saver.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { publishedDifference, snapshotOf } from "../model/publish/published-difference.ts";
import type { RememberedInput } from "../model/run-form/remembered-input.ts";
import { draftSource, type RunSource, versionSource } from "../model/run-form/run-source.ts";
import { useReadPastCosts } from "./use-expected-cost.ts";
import { useRunUpTo } from "./use-run-up-to.ts";

interface RunSituation {
  readonly pipeline: Pipeline;
  readonly saver: DraftSaver;
  readonly mayWrite: boolean;
  readonly checked: CheckedText;
}

/** What can be run; the default comes first. */
export interface RunChoice {
  readonly sources: readonly [RunSource, ...RunSource[]];
  /** Why the draft cannot be run. */
  readonly withoutDraft: string | null;
  /** The input of another run, to be used again; null if the form starts with the last input. */
  readonly given: RememberedInput | null;
}

/** Prepares the run dialog: the draft in the editor, which is saved first, and the published versions. */
export function useRunChoice({ pipeline, saver, mayWrite, checked }: RunSituation) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [choice, setChoice] = useState<RunChoice | null>(null);
  const { isOpening, opening } = useOpening();
  const readPastCosts = useReadPastCosts(pipeline.id);
  const readVersion = (number: number) =>
    queries.fetchQuery({
      ...trpc.pipelines.version.queryOptions({ pipelineId: pipeline.id, number }),
      staleTime: Number.POSITIVE_INFINITY,
    });
  const isDraftSaved = async () => !mayWrite || (await saver.flush());
  const gather = async (wanted: number | null): Promise<Omit<RunChoice, "given"> | null> => {
    const current = pipeline.publishedVersion;
    const numbers = [...new Set([wanted, current])].filter((number) => number !== null);
    const { definition } = checked;
    readPastCosts();
    const [isSaved, { agents }, ...contents] = await Promise.all([
      definition !== null && isDraftSaved(),
      queries.fetchQuery(trpc.agents.list.queryOptions()),
      ...numbers.map(readVersion),
    ]);
    const draft = definition !== null && isSaved ? draftSource(definition, agents.map(snapshotOf)) : null;
    const published = contents.find(({ number }) => number === current);
    // If both are the same, the run is labelled with the version's number.
    const isSame = published !== undefined && publishedDifference(definition, published, agents) === "none";
    const drafts = draft === null ? [] : [draft];
    const versions = contents.map(versionSource);
    const [first, ...others] =
      wanted !== null || isSame ? [...versions, ...drafts] : [...drafts, ...versions];
    if (first === undefined) return null;
    return { sources: [first, ...others], withoutDraft: draft === null ? reasonWithout(checked) : null };
  };
  return {
    choice,
    /** The draft is being saved, or the definition is loading. */
    isOpening,
    openUpTo: useRunUpTo(checked, (one) => setChoice({ sources: [one], withoutDraft: null, given: null })),
    close: () => setChoice(null),
    /** Opens the dialog, optionally with a version preselected and the form filled in. */
    open: opening(async (wanted: number | null, given: RememberedInput | null = null) => {
      try {
        const found = await gather(wanted);
        if (found !== null) setChoice({ ...found, given });
        else showToast({ tone: "failed", title: "This cannot run yet", description: reasonWithout(checked) });
      } catch (error) {
        sayNotPrepared(error);
      }
    }),
  };
}

function sayNotPrepared(error: unknown): void {
  const { message } = describeRequestError(error);
  showToast({ tone: "failed", title: "The run could not be prepared", description: message });
}

/** Whether the dialog is being prepared. */
function useOpening() {
  const [isOpening, setIsOpening] = useState(false);
  const opening =
    <Args extends readonly unknown[]>(open: (...args: Args) => Promise<void>) =>
    (...args: Args) => {
      setIsOpening(true);
      return open(...args).finally(() => setIsOpening(false));
    };
  return { isOpening, opening };
}

function reasonWithout({ definition, problems }: CheckedText): string {
  if (definition !== null) return "The draft could not be saved, so it cannot be run.";
  return `The draft has errors and cannot run. ${problems[0]?.message ?? ""}`;
}
