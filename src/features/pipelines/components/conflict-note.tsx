"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { ErrorState } from "#components/ui/display/error-state.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { DraftSaver } from "../model/draft/draft-saver.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { diffLines } from "../model/publish/line-diff.ts";
import { DiffView, diffSummary } from "./versions/diff-view.tsx";

interface ConflictNoteProps {
  readonly pipelineId: Pipeline["id"];
  readonly saver: DraftSaver;
  /** The text in the editor. */
  readonly text: string;
  readonly onLoad: (text: string) => void;
}

/** Two people, or two tabs, edited at the same time. Both texts are kept until one person decides. */
export function ConflictNote({ pipelineId, saver, text, onLoad }: ConflictNoteProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const options = trpc.pipelines.get.queryOptions({ pipelineId });
  const readTheirs = () => queries.fetchQuery({ ...options, staleTime: 0 });
  const [theirs, setTheirs] = useState<string | null>(null);
  const compare = useMutation({
    mutationFn: readTheirs,
    onSuccess: ({ draftText }) => setTheirs(draftText),
  });
  const loadTheirs = useMutation({
    mutationFn: readTheirs,
    onSuccess: ({ draftText, draftRevision }) => {
      saver.adopt(draftText, draftRevision);
      onLoad(draftText);
    },
  });
  const keepMine = useMutation({
    mutationFn: async () => saver.overwrite((await readTheirs()).draftRevision),
  });
  const error = compare.error ?? loadTheirs.error ?? keepMine.error;
  return (
    <div className="grid gap-2 border-b p-3">
      <ErrorState
        title="This draft was saved elsewhere in the meantime"
        message="By somebody else, or by you in another tab. Your text is still here, but not saved. Load the saved draft (undo brings yours back), or overwrite it with yours."
        action={
          <>
            <Button
              size="small"
              aria-expanded={theirs !== null}
              onClick={() => (theirs === null ? compare.mutate() : setTheirs(null))}
              isPending={compare.isPending}
            >
              {theirs === null ? "Compare" : "Hide the comparison"}
            </Button>
            <Button size="small" onClick={() => loadTheirs.mutate()} isPending={loadTheirs.isPending}>
              Load theirs
            </Button>
            <Button size="small" onClick={() => keepMine.mutate()} isPending={keepMine.isPending}>
              Save mine over it
            </Button>
          </>
        }
      />
      {error === null ? null : <RequestError error={error} />}
      {theirs === null ? null : <Comparison theirs={theirs} mine={text} />}
    </div>
  );
}

function Comparison({ theirs, mine }: { readonly theirs: string; readonly mine: string }) {
  const lines = useMemo(() => diffLines(theirs, mine), [theirs, mine]);
  return (
    <div className="grid gap-1">
      <p className="text-ink-soft">From theirs to yours: {diffSummary(lines)}</p>
      <DiffView
        lines={lines}
        label="Changes from their draft to yours"
        className="max-h-[30dvh] rounded-base border"
      />
    </div>
  );
}
