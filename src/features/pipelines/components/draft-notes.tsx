"use client";

import type { DraftSaver } from "../model/draft/draft-saver.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { ConflictNote } from "./conflict-note.tsx";
import { ReplacedNote } from "./replaced-note.tsx";
import { RestoredNote } from "./restored-note.tsx";

/** The draft that was replaced, and by what. */
export interface ReplacedDraft {
  readonly text: string;
  readonly by: string;
}

interface DraftNotesProps {
  readonly pipeline: Pipeline;
  readonly saver: DraftSaver;
  readonly text: string;
  readonly isConflict: boolean;
  readonly isRestored: boolean;
  readonly replaced: ReplacedDraft | null;
  readonly onReplace: (text: string, by: string) => void;
  readonly onSettled: () => void;
  /** Called with the text when it is restored. */
  readonly onReplacedSettled: (broughtBack: string | null) => void;
}

/** Notes above the editor about events that changed the draft. */
export function DraftNotes(props: DraftNotesProps) {
  const { pipeline, saver, text, replaced, onReplace } = props;
  return (
    <>
      {props.isConflict ? (
        <ConflictNote
          pipelineId={pipeline.id}
          saver={saver}
          text={text}
          onLoad={(theirs) => onReplace(theirs, "The draft is now the one that was saved elsewhere.")}
        />
      ) : null}
      {props.isRestored ? (
        <RestoredNote
          onUseSaved={() => {
            onReplace(pipeline.draftText, "The draft is now the one that was saved last.");
            props.onSettled();
          }}
          onDismiss={props.onSettled}
        />
      ) : null}
      {replaced === null ? null : (
        <ReplacedNote
          what={replaced.by}
          onBringBack={() => props.onReplacedSettled(replaced.text)}
          onDismiss={() => props.onReplacedSettled(null)}
        />
      )}
    </>
  );
}
