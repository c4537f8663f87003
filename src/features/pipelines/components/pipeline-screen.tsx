"use client";

import { useCallback, useRef, useState } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { SplitPanes } from "#components/ui/layout/split-panes.tsx";
import type { LocatedProblem } from "#core/definition-text/locate-problem.ts";
import { useShortcut } from "#features/shell/index.ts";
import { CodeEditor, type CodeEditorHandle } from "../editor/code-editor.tsx";
import { useCheckedText } from "../hooks/use-checked-text.ts";
import { useDraft } from "../hooks/use-draft.ts";
import { useKnownNames, useReferences } from "../hooks/use-known-names.ts";
import { useDraftPlan, useMissing } from "../hooks/use-missing.ts";
import { useNodeLink } from "../hooks/use-node-link.ts";
import { usePublish } from "../hooks/use-publish.ts";
import { usePublishedDifference } from "../hooks/use-published.ts";
import { useRunChoice } from "../hooks/use-run-choice.ts";
import { useRunOnArrival } from "../hooks/use-run-on-arrival.ts";
import { useSideAddress } from "../hooks/use-side-address.ts";
import { nothingMissing } from "../model/cost/missing.ts";
import { publishObstacle, runObstacle } from "../model/obstacles.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { ConflictNote } from "./conflict-note.tsx";
import { PipelineActions } from "./pipeline-actions.tsx";
import { PipelineSide } from "./pipeline-side.tsx";
import { PipelineTopLine } from "./pipeline-top-line.tsx";
import { ProblemList } from "./problem-list.tsx";
import { PublishDialog } from "./publish-dialog.tsx";
import { ReplacedNote } from "./replaced-note.tsx";
import { RestoredNote } from "./restored-note.tsx";
import { RunDialog } from "./run-dialog/run-dialog.tsx";

interface PipelineScreenProps {
  readonly pipeline: Pipeline;
  readonly mayWrite: boolean;
  readonly mayRun: boolean;
}

/** The definition as text beside its drawing, checked and saved as it is written. It brings the editor along, so load it lazily. */
export function PipelineScreen({ pipeline, mayWrite, mayRun }: PipelineScreenProps) {
  const editor = useRef<CodeEditorHandle>(null);
  /** The draft that gave way to another text, and to which. */
  const [replaced, setReplaced] = useState<{ readonly text: string; readonly by: string } | null>(null);
  const [isPublishing, setIsPublishing] = useState(false);
  const address = useSideAddress();
  const { saver, state } = useDraft(pipeline, mayWrite, (theirs) => {
    editor.current?.replace(theirs);
    showToast({ title: "The draft was changed elsewhere", description: "This page shows it as it is now." });
  });
  const [text, setText] = useState(saver.text);
  const [isRestored, setIsRestored] = useState(saver.isRestored && state.kind !== "conflict");
  const { checked, drawable } = useCheckedText(text, useReferences(), pipeline.draftText);
  const names = useKnownNames(checked.value);
  const { selectedId, select, followLine } = useNodeLink(editor, checked.outline);
  const { publish, validate } = usePublish(pipeline.id, saver);
  const { publishedVersion } = pipeline;
  const difference = usePublishedDifference(pipeline.id, publishedVersion, checked.definition);
  const missing = useMissing(useDraftPlan(checked.definition));
  const run = useRunChoice({ pipeline, saver, mayWrite, checked });
  useRunOnArrival(mayRun ? run.open : null);
  const change = useCallback(
    (next: string) => {
      setText(next);
      saver.change(next);
    },
    [saver],
  );
  const replace = (next: string, by: string) => {
    setReplaced({ text, by });
    editor.current?.replace(next);
  };
  const situation = { checked, state, publishedVersion, difference };
  const openRun = () => {
    if (mayRun && runObstacle(situation) === null) void run.open(null);
  };
  useShortcut({ key: "Enter", withCommand: true }, () => {
    // What floats above the page has its own use of the keys.
    if (document.querySelector("[role=dialog]") === null) openRun();
  });
  return (
    <>
      <PipelineTopLine
        name={checked.definition?.name ?? pipeline.name}
        publishedVersion={publishedVersion}
        difference={difference}
        address={address}
        saveState={mayWrite ? state : null}
        actions={
          <PipelineActions
            mayWrite={mayWrite}
            mayRun={mayRun}
            publishObstacle={publishObstacle(situation)}
            runObstacle={runObstacle(situation)}
            onPublish={() => setIsPublishing(true)}
            onValidate={() => validate.mutate(text)}
            isValidating={validate.isPending}
            onRun={openRun}
          />
        }
      />
      {state.kind === "conflict" ? (
        <ConflictNote
          pipelineId={pipeline.id}
          saver={saver}
          text={text}
          onLoad={(theirs) => replace(theirs, "The draft is what was saved elsewhere.")}
        />
      ) : null}
      {isRestored ? (
        <RestoredNote
          onUseSaved={() => {
            replace(pipeline.draftText, "The draft is what was saved last.");
            setIsRestored(false);
          }}
          onDismiss={() => setIsRestored(false)}
        />
      ) : null}
      {replaced === null ? null : (
        <ReplacedNote
          what={replaced.by}
          onBringBack={() => {
            editor.current?.replace(replaced.text);
            setReplaced(null);
          }}
          onDismiss={() => setReplaced(null)}
        />
      )}
      <SplitPanes
        label="Width of the text"
        className="min-h-0 grow"
        first={
          <div className="grid min-h-0 min-w-0 grid-rows-[minmax(0,1fr)_auto] max-lg:h-[70dvh] max-lg:border-b">
            <CodeEditor
              ref={editor}
              initialText={text}
              label={`Definition of ${pipeline.name}`}
              isReadOnly={!mayWrite}
              problems={checked.problems}
              names={names}
              onChange={change}
              onLine={followLine}
              onSave={() => void saver.flush()}
              onRun={openRun}
            />
            <ProblemList
              problems={checked.problems}
              missing={mayRun ? missing : nothingMissing}
              onGoTo={(line, column) => editor.current?.goTo(line, column)}
            />
          </div>
        }
        second={
          <PipelineSide
            pipeline={pipeline}
            address={address}
            drawable={drawable}
            isDrawingOld={checked.value === null}
            faulty={nodesWithFaults(checked.problems)}
            selectedId={selectedId}
            onSelect={select}
            draftText={text}
            onUse={
              mayWrite
                ? (version) => replace(version.text, `The draft is version ${version.number} now.`)
                : null
            }
            onRun={mayRun ? (version) => void run.open(version) : null}
          />
        }
      />
      {isPublishing && checked.definition !== null ? (
        <PublishDialog
          pipelineId={pipeline.id}
          publishedVersion={publishedVersion}
          draft={checked.definition}
          warnings={checked.problems}
          missing={missing}
          obstacle={publishObstacle(situation)}
          isPending={publish.isPending}
          onPublish={(note) => publish.mutate(note, { onSettled: () => setIsPublishing(false) })}
          onClose={() => setIsPublishing(false)}
        />
      ) : null}
      {run.choice === null ? null : <RunDialog pipeline={pipeline} {...run.choice} onClose={run.close} />}
    </>
  );
}

function nodesWithFaults(problems: readonly LocatedProblem[]): ReadonlySet<string> {
  return new Set(
    problems.flatMap(({ nodeId, severity }) =>
      severity === "error" && nodeId !== undefined ? [nodeId] : [],
    ),
  );
}
