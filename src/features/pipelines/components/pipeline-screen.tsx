"use client";

import { useRef, useState } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { SplitPanes } from "#components/ui/layout/split-panes.tsx";
import { CodeEditor, type CodeEditorHandle } from "../editor/code-editor.tsx";
import { useDrawnGraph } from "../hooks/drawing/use-drawn-graph.ts";
import { useEditing } from "../hooks/drawing/use-editing.ts";
import type { EditorView } from "../hooks/drawing/use-editor-view.ts";
import { useFormBelow } from "../hooks/drawing/use-form-below.ts";
import { usePaneWidth } from "../hooks/drawing/use-pane-width.ts";
import { useLastValues } from "../hooks/try/use-last-values.ts";
import { useTry } from "../hooks/try/use-try.ts";
import { type DraftText, useCheckedText } from "../hooks/use-checked-text.ts";
import { useDraft } from "../hooks/use-draft.ts";
import { useKnownNames, useReferences } from "../hooks/use-known-names.ts";
import { useDraftPlan, useMissing } from "../hooks/use-missing.ts";
import { usePublish } from "../hooks/use-publish.ts";
import { usePublishedDifference } from "../hooks/use-published.ts";
import { useRunChoice } from "../hooks/use-run-choice.ts";
import { useRunKey } from "../hooks/use-run-key.ts";
import { useRunOnArrival } from "../hooks/use-run-on-arrival.ts";
import { useSideAddress } from "../hooks/use-side-address.ts";
import { publishObstacle, runObstacle } from "../model/obstacles.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { DraftGraph } from "./draft-graph.tsx";
import { DraftNotes, type ReplacedDraft } from "./draft-notes.tsx";
import { DrawingAndForm } from "./drawing-and-form.tsx";
import { NodeFormOnDemand } from "./form/node-form-on-demand.tsx";
import { PipelineActions } from "./pipeline-actions.tsx";
import { PipelineDialogs } from "./pipeline-dialogs.tsx";
import { PipelineSide } from "./pipeline-side.tsx";
import { PipelineTopLine } from "./pipeline-top-line.tsx";
import { ProblemList } from "./problem-list.tsx";
import { TextAndForm } from "./text-and-form.tsx";
import { ViewSwitch } from "./view-switch.tsx";

interface PipelineScreenProps {
  readonly pipeline: Pipeline;
  readonly mayWrite: boolean;
  readonly mayRun: boolean;
}

/**
 * The definition as text beside its drawing, validated and saved while it is edited. It includes the editor, so load it
 * lazily.
 */
export function PipelineScreen({ pipeline, mayWrite, mayRun }: PipelineScreenProps) {
  const editor = useRef<CodeEditorHandle>(null);
  const [replaced, setReplaced] = useState<ReplacedDraft | null>(null);
  const [isPublishing, setIsPublishing] = useState(false);
  const address = useSideAddress();
  const { saver, state } = useDraft(pipeline, mayWrite, (theirs) => {
    editor.current?.replace(theirs);
    showToast({ title: "The draft was changed elsewhere", description: "This page shows it as it is now." });
  });
  const [written, setWritten] = useState<DraftText>({ text: saver.text, isTyped: false });
  const [isRestored, setIsRestored] = useState(saver.isRestored && state.kind !== "conflict");
  const { text, checked, calls } = useCheckedText(written, useReferences(), pipeline);
  const names = useKnownNames(checked.value, calls);
  const { publish, validate } = usePublish(pipeline.id, saver);
  const { publishedVersion } = pipeline;
  const difference = usePublishedDifference(pipeline.id, publishedVersion, checked.definition);
  const plan = useDraftPlan(checked.definition);
  const missing = useMissing(mayRun ? plan : null);
  const run = useRunChoice({ pipeline, saver, mayWrite, checked });
  const last = useLastValues(pipeline.id, checked.value);
  const trying = useTry({ checked, saver, last, mayTry: mayRun && mayWrite, onFirst: run.openUpTo });
  const editing = useEditing(editor, checked, trying.open);
  const { chosen, view, gestures } = editing;
  const isFormBelow = useFormBelow(view);
  const textWidth = usePaneWidth(...textPane(view, isFormBelow));
  const drawn = useDrawnGraph({ pipeline, checked, editing, names, last });
  const tools = { ...gestures, ...drawn.place, chosen, history: editing.history, mayDraw: mayWrite };
  useRunOnArrival(mayRun ? run.open : null);
  const change = (next: string, isTyped: boolean) => {
    setWritten({ text: next, isTyped });
    saver.change(next);
  };
  const replace = (next: string, by: string) => {
    setReplaced({ text, by });
    editor.current?.replace(next);
  };
  const situation = { checked, state, publishedVersion, difference };
  const openRun = () => {
    if (mayRun && runObstacle(situation) === null) void run.open(null);
  };
  useRunKey(openRun);
  const problemList = <ProblemList problems={checked.problems} missing={missing} onGoTo={editing.goTo} />;
  const form = (
    <NodeFormOnDemand
      {...drawn.form}
      nodeIds={chosen.nodeIds}
      mayWrite={mayWrite}
      wanted={editing.wanted}
      onFocused={editing.onFocused}
      make={gestures.make}
      onChoose={editing.chooseNode}
      onUndo={(kind) => editor.current?.[kind]()}
      onTry={gestures.onTry}
      onBench={trying.openBench}
    />
  );
  return (
    <>
      <PipelineTopLine
        name={checked.definition?.name ?? pipeline.name}
        publishedVersion={publishedVersion}
        difference={difference}
        address={address}
        saveState={mayWrite ? state : null}
        view={<ViewSwitch view={view} onShow={editing.show} />}
        actions={
          <PipelineActions
            mayWrite={mayWrite}
            mayRun={mayRun}
            publishObstacle={publishObstacle(situation)}
            runObstacle={runObstacle(situation)}
            onPublish={() => {
              publish.reset();
              setIsPublishing(true);
            }}
            onValidate={() => validate.mutate(text)}
            isValidating={validate.isPending}
            onRun={run.isOpening ? null : openRun}
          />
        }
      />
      <DraftNotes
        pipeline={pipeline}
        saver={saver}
        text={text}
        isConflict={state.kind === "conflict"}
        isRestored={isRestored}
        replaced={replaced}
        onReplace={replace}
        onSettled={() => setIsRestored(false)}
        onReplacedSettled={(broughtBack) => {
          if (broughtBack !== null) editor.current?.replace(broughtBack);
          setReplaced(null);
        }}
      />
      <SplitPanes
        label="Width of the text"
        className="min-h-0 grow"
        hidden={hiddenPane(view)}
        {...textWidth.divider}
        collapse={{ region: "first", onCollapse: () => editing.show("text", false) }}
        first={
          <TextAndForm
            form={isFormBelow ? form : null}
            problems={view.text ? problemList : null}
            text={
              <CodeEditor
                ref={editor}
                initialText={text}
                label={`Definition of ${pipeline.name}`}
                isReadOnly={!mayWrite}
                problems={checked.problems}
                names={names}
                onChange={change}
                onLine={editing.followLine}
                onSave={() => void saver.flush()}
                onRun={openRun}
                onUndoNames={editing.followHistory}
                onChosen={editing.setChosen}
              />
            }
          />
        }
        second={
          <div className="grid min-h-0 min-w-0 grid-rows-[minmax(0,1fr)_auto]">
            <DrawingAndForm
              view={isFormBelow ? { ...view, form: false } : view}
              onShow={editing.show}
              drawing={
                <PipelineSide
                  pipeline={pipeline}
                  address={address}
                  graph={
                    <DraftGraph
                      drawable={drawn.drawable}
                      isOld={checked.value === null}
                      label={`Graph of ${pipeline.name}`}
                      faulty={drawn.faulty}
                      marks={drawn.marks}
                      tools={tools}
                    />
                  }
                  draft={checked.value}
                  draftText={text}
                  onUse={
                    mayWrite
                      ? (version) => replace(version.text, `The draft is version ${version.number} now.`)
                      : null
                  }
                  onRun={mayRun ? (version) => void run.open(version) : null}
                />
              }
              form={form}
            />
            {view.text ? null : problemList}
          </div>
        }
      />
      <PipelineDialogs
        pipeline={pipeline}
        checked={checked}
        plan={plan}
        missing={missing}
        isPublishing={isPublishing}
        publishObstacle={publishObstacle(situation)}
        publish={publish}
        onPublishingEnd={() => setIsPublishing(false)}
        names={names}
        last={last}
        trying={trying}
        run={run}
      />
    </>
  );
}

/** The storage key of the text's width, and the initial width in percent. */
function textPane({ form }: EditorView, isFormBelow: boolean): [name: string, percent: number] {
  if (isFormBelow) return ["text above form", 40];
  return form ? ["text beside form", 32] : ["text", 50];
}

function hiddenPane({ text, drawing, form }: EditorView): "first" | "second" | null {
  if (!text) return "first";
  return drawing || form ? null : "second";
}
