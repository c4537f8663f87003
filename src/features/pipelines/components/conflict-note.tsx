"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { DraftSaver } from "../model/draft-saver.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";

interface ConflictNoteProps {
  readonly pipelineId: Pipeline["id"];
  readonly saver: DraftSaver;
  readonly onLoad: (text: string) => void;
}

/** Two people wrote at the same time. Neither text is lost until one of them decides. */
export function ConflictNote({ pipelineId, saver, onLoad }: ConflictNoteProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const options = trpc.pipelines.get.queryOptions({ pipelineId });
  const loadTheirs = useMutation({
    mutationFn: () => queries.fetchQuery({ ...options, staleTime: 0 }),
    onSuccess: ({ draftText, draftRevision }) => {
      saver.adopt(draftText, draftRevision);
      onLoad(draftText);
    },
  });
  const keepMine = useMutation({
    mutationFn: async () =>
      saver.overwrite((await queries.fetchQuery({ ...options, staleTime: 0 })).draftRevision),
  });
  const error = loadTheirs.error ?? keepMine.error;
  return (
    <div className="grid gap-2 border-b p-3">
      <ErrorState
        title="Somebody else saved this draft meanwhile"
        message="Your text is still here and is not saved. Load theirs (yours comes back with undo), or save yours over it."
        action={
          <>
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
    </div>
  );
}
