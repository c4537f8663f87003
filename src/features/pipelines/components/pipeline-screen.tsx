"use client";

import { useCallback, useRef, useState } from "react";
import { SplitPanes } from "#components/ui/split-panes.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import type { LocatedProblem } from "#core/text/locate-problem.ts";
import { CodeEditor, type CodeEditorHandle } from "../editor/code-editor.tsx";
import { useCheckedText } from "../hooks/use-checked-text.ts";
import { useDraft } from "../hooks/use-draft.ts";
import { useAgentKeys, useKnownNames } from "../hooks/use-known-names.ts";
import { useNodeLink } from "../hooks/use-node-link.ts";
import { usePublish } from "../hooks/use-publish.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { ConflictNote } from "./conflict-note.tsx";
import { DraftGraph } from "./draft-graph.tsx";
import { PipelineActions } from "./pipeline-actions.tsx";
import { PipelineRuns } from "./pipeline-runs.tsx";
import { PipelineTopLine } from "./pipeline-top-line.tsx";
import { ProblemList } from "./problem-list.tsx";
import { RunDialog } from "./run-dialog.tsx";
import { VersionList } from "./version-list.tsx";

interface PipelineScreenProps {
  readonly pipeline: Pipeline;
  readonly mayWrite: boolean;
  readonly mayRun: boolean;
}

/** The definition as text beside its drawing, checked and saved as it is written. It brings the editor along, so load it lazily. */
export function PipelineScreen({ pipeline, mayWrite, mayRun }: PipelineScreenProps) {
  const editor = useRef<CodeEditorHandle>(null);
  const [text, setText] = useState(pipeline.draftText);
  const [isRunning, setIsRunning] = useState(false);
  const [side, setSide] = useState("graph");
  const { saver, state } = useDraft(pipeline);
  const { checked, drawable } = useCheckedText(text, useAgentKeys());
  const names = useKnownNames(checked.value);
  const { selectedId, select, followLine } = useNodeLink(editor, checked.outline);
  const { publish, validate } = usePublish(pipeline.id, saver);
  const change = useCallback(
    (next: string) => {
      setText(next);
      saver.change(next);
    },
    [saver],
  );
  const openRun = async () => {
    if (!mayRun) return;
    if (checked.definition === null) {
      showToast({
        tone: "failed",
        title: "This cannot run yet",
        description: checked.problems[0]?.message ?? "",
      });
    } else if (!mayWrite || (await saver.flush())) {
      setIsRunning(true);
    }
  };
  const faulty = nodesWithFaults(checked.problems);
  const { draftText, publishedVersion } = pipeline;
  return (
    <>
      <PipelineTopLine
        name={checked.definition?.name ?? pipeline.name}
        publishedVersion={publishedVersion}
        saveState={mayWrite ? state : null}
        actions={
          <PipelineActions
            mayWrite={mayWrite}
            mayRun={mayRun}
            isFaulty={checked.definition === null}
            publish={publish}
            onValidate={() => validate.mutate(text)}
            isValidating={validate.isPending}
            onRun={() => void openRun()}
          />
        }
      />
      {state.kind === "conflict" ? (
        <ConflictNote
          pipelineId={pipeline.id}
          saver={saver}
          onLoad={(theirs) => editor.current?.replace(theirs)}
        />
      ) : null}
      <SplitPanes
        label="Width of the text"
        className="min-h-0 grow"
        first={
          <div className="grid min-h-0 min-w-0 grid-rows-[minmax(0,1fr)_auto] max-lg:h-[70dvh] max-lg:border-b">
            <CodeEditor
              ref={editor}
              initialText={draftText}
              label={`Definition of ${pipeline.name}`}
              isReadOnly={!mayWrite}
              problems={checked.problems}
              names={names}
              onChange={change}
              onLine={followLine}
              onSave={() => void saver.flush()}
              onRun={() => void openRun()}
            />
            <ProblemList
              problems={checked.problems}
              onGoTo={(line, column) => editor.current?.goTo(line, column)}
            />
          </div>
        }
        second={
          <Tabs
            label="About this pipeline"
            value={side}
            onValueChange={setSide}
            contentClassName="overflow-y-auto"
            className="max-lg:h-[60dvh]"
            tabs={[
              {
                value: "graph",
                label: "Graph",
                content: (
                  <DraftGraph
                    drawable={drawable}
                    label={`Graph of ${pipeline.name}`}
                    faulty={faulty}
                    selectedId={selectedId}
                    onSelect={select}
                  />
                ),
              },
              { value: "runs", label: "Runs", content: <PipelineRuns pipelineId={pipeline.id} /> },
              {
                value: "versions",
                label: "Versions",
                content: <VersionList pipelineId={pipeline.id} publishedVersion={publishedVersion} />,
              },
            ]}
          />
        }
      />
      {isRunning && checked.definition !== null ? (
        <RunDialog
          pipeline={pipeline}
          definition={checked.definition}
          publishedVersion={publishedVersion}
          onClose={() => setIsRunning(false)}
        />
      ) : null}
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
