"use client";

import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { isTerminalRun } from "#core/run/status.ts";
import { ErrorInfoNote, RequestError } from "#features/errors/index.ts";
import { RunDecisions } from "#features/waits/index.ts";
import { useArtifacts } from "../../hooks/use-artifacts.ts";
import { useRunPart } from "../../live-run-context.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";
import { isRecord, outcomeItems } from "../../model/outcome-items.ts";
import type { RunActions } from "../../model/run-actions.ts";
import { resumeObstacle } from "../../model/words/resume-obstacle.ts";
import { UndoSteps } from "../undo/undo-steps.tsx";
import { ArtifactView } from "./artifact-view.tsx";
import { ErrorHelp } from "./error-help.tsx";
import { OutcomeList } from "./outcome-list.tsx";
import { RunOutput } from "./run-output.tsx";

interface OutcomeProps {
  readonly snapshot: RunSnapshot;
  /** Null without permission to control the run. */
  readonly actions: RunActions | null;
  readonly onShowNode: (nodeId: string) => void;
}

/** How the run ended, and its results: artifacts and the outputs of its last nodes, shown inline. */
export function Outcome({ snapshot, actions, onShowNode }: OutcomeProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { artifacts, total, readMore, isReading, error, again } = useArtifacts(snapshot);
  const items = outcomeItems(snapshot, artifacts);
  // The document of the whole run is long and rarely needed, so it is not shown first.
  const shown = items.find((item) => (chosen === null ? !isRecord(item) : item.id === chosen));
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,auto)_auto_minmax(0,1fr)]">
      <div className="overflow-y-auto">
        <OpenDecisions runId={snapshot.run.id} />
        <Ending snapshot={snapshot} onShowNode={onShowNode} />
        <UndoSteps snapshot={snapshot} actions={actions} onShowNode={onShowNode} />
        {error === null ? null : <RequestError error={error} again={again} className="m-3" />}
      </div>
      <OutcomeList
        items={items}
        total={total}
        read={artifacts.length}
        onReadMore={readMore}
        isReading={isReading}
        shownId={shown?.id ?? null}
        onShow={setChosen}
      />
      {shown === undefined ? <Nothing hasItems={items.length > 0} /> : null}
      {shown?.kind === "artifact" ? (
        <ArtifactView key={shown.id} artifact={shown.artifact} deletedAtMs={snapshot.run.bodiesDeletedAtMs} />
      ) : null}
      {shown?.kind === "output" ? <RunOutput snapshot={snapshot} onShowNode={onShowNode} /> : null}
    </div>
  );
}

/** Open decisions of the run. */
function OpenDecisions({ runId }: { readonly runId: RunSnapshot["run"]["id"] }) {
  const isOpen = useRunPart((view) => !isTerminalRun(view.status));
  return isOpen ? <RunDecisions runId={runId} nodeId={null} isOpen /> : null;
}

const partOfAnother =
  "It is part of another run: see the links at the top. Resume that one: it continues inside this run, and what has completed does not run again.";

function Ending({ snapshot, onShowNode }: Omit<OutcomeProps, "actions">) {
  const status = useRunPart((view) => view.status);
  const error = useRunPart((view) => view.error);
  const reason = useRunPart((view) => view.reason);
  const obstacle = useRunPart(resumeObstacle);
  const isPart = snapshot.ancestors.length > 0;
  if (error !== null) {
    const node = snapshot.definition.nodes.find(({ id }) => id === error.nodeId);
    const action = (
      <>
        {node === undefined ? null : (
          <Button size="small" onClick={() => onShowNode(node.id)}>
            Show {node.name}
          </Button>
        )}
        <ErrorHelp error={error} pipelineId={snapshot.run.pipelineId} />
      </>
    );
    return (
      <div className="m-3 grid gap-2">
        <ErrorInfoNote error={error} ids={[["run", snapshot.run.id]]} action={action} />
        {obstacle === null ? null : <p className="px-1 text-ink-soft">{obstacle}</p>}
        {isPart && snapshot.run.bodiesDeletedAtMs === null ? (
          <p className="px-1 text-ink-soft">{partOfAnother}</p>
        ) : null}
      </div>
    );
  }
  if (status !== "cancelled") return null;
  return (
    <p className="px-4 py-3 text-ink-soft">
      {reason}{" "}
      {snapshot.run.bodiesDeletedAtMs === null ? (
        <>
          What its nodes had produced until then is kept with them.{" "}
          {isPart ? partOfAnother : "Resume continues from there, in a new run."}
        </>
      ) : null}
    </p>
  );
}

function Nothing({ hasItems }: { readonly hasItems: boolean }) {
  const status = useRunPart((view) => view.status);
  if (hasItems) return null;
  if (!isTerminalRun(status)) {
    return <p className="px-4 py-3 text-ink-faint">The run's results appear here when it has ended.</p>;
  }
  // The log is slightly ahead of the list of artifacts.
  return status === "completed" ? <Skeleton className="m-4 h-4 w-1/2" /> : null;
}
