"use client";

import { CircleStop, GitFork, Play, RotateCcw } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { undoOf } from "#core/nodes/undo-of.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { isRecordable } from "#core/run/cassette/is-recordable.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { useOptionalShell } from "#features/shell/index.ts";
import { SaveAsTestCase } from "#features/test-sets/index.ts";
import { useRunView } from "../live-run-context.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import type { RunActions } from "../model/run-actions.ts";
import { type StopLoss, stopLoss } from "../model/stop-loss.ts";
import { resumeObstacle } from "../model/words/resume-obstacle.ts";
import { MoreMenu } from "./more-menu.tsx";

const bringStopDialog = () => loadPatiently(() => import("./stop-dialog.tsx"));
const StopDialog = dynamic(async () => (await bringStopDialog()).StopDialog, { ssr: false });

interface RunButtonsProps {
  readonly snapshot: RunSnapshot;
  readonly actions: RunActions;
}

/** A run's main actions: stopping it, and once it has ended, what comes next. */
export function RunButtons({ snapshot, actions }: RunButtonsProps) {
  const view = useRunView();
  const isEnded = isTerminalRun(view.status);
  const mayResume =
    isEnded &&
    view.status !== "completed" &&
    snapshot.run.bodiesDeletedAtMs === null &&
    resumeObstacle(view) === null &&
    // A child run is resumed through its root.
    snapshot.ancestors.length === 0;
  return (
    <>
      {isEnded ? <NextActions snapshot={snapshot} actions={actions} isLast={!mayResume} /> : null}
      {/* One button for all states, so that the focus stays. Its dialog catches a double click. */}
      {isEnded && !mayResume ? null : <MainButton snapshot={snapshot} actions={actions} isEnded={isEnded} />}
    </>
  );
}

function MainButton({ snapshot, actions, isEnded }: RunButtonsProps & { readonly isEnded: boolean }) {
  const view = useRunView();
  const [asked, setAsked] = useState<{ readonly loss: StopLoss | null } | null>(null);
  // Preload, so that stopping is not delayed by the dialog's code.
  useEffect(() => {
    if (!isEnded) void bringStopDialog();
  }, [isEnded]);
  const askStop = () => {
    const loss = stopLoss(view, snapshot, Date.now());
    const canUndo = snapshot.definition.nodes.some((node) => undoOf(node) !== null);
    if (loss === null && !canUndo) actions.stop(false, false);
    else setAsked({ loss });
  };
  return (
    <>
      <Button
        tone={isEnded ? "primary" : "secondary"}
        onClick={isEnded ? actions.resume : askStop}
        isPending={!isEnded && actions.isStopping}
      >
        {isEnded ? <Play aria-hidden /> : <CircleStop aria-hidden />}
        {isEnded ? "Resume run" : "Stop run"}
      </Button>
      {asked === null || isEnded ? null : (
        <StopDialog
          snapshot={snapshot}
          loss={asked.loss}
          onStop={(undo, despiteForks) => {
            setAsked(null);
            actions.stop(undo, despiteForks);
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

interface NextActionsProps extends RunButtonsProps {
  /** No primary button follows. */
  readonly isLast: boolean;
}

/** Icons only on a phone, so that they fit side by side. */
function NextActions({ snapshot, actions, isLast }: NextActionsProps) {
  const { run, ancestors } = snapshot;
  // Forks, test cases and reruns need the run's bodies.
  const isWhole = run.bodiesDeletedAtMs === null;
  const shell = useOptionalShell();
  const pipeline = shell === null ? null : `/${shell.workspace.slug}/pipelines/${run.pipelineId}`;
  const mayWrite = shell !== null && isAllowed(shell.workspace.role, "pipelines.write");
  return (
    <>
      {isWhole ? (
        <Button tone="quiet" onClick={() => actions.fork(null)}>
          <GitFork aria-hidden />
          <span className="max-sm:sr-only">Fork</span>
        </Button>
      ) : null}
      {isWhole && isRecordable(run.status) && run.triggerKind !== "judge" && pipeline !== null && mayWrite ? (
        <SaveAsTestCase runId={run.id} pipelineHref={pipeline} />
      ) : null}
      <MoreMenu
        snapshot={snapshot}
        editHref={mayWrite ? pipeline : null}
        backTo={
          shell !== null && ancestors.length === 0 && isAllowed(shell.workspace.role, "runs.delete")
            ? `/${shell.workspace.slug}/runs`
            : null
        }
      />
      {pipeline === null || !isWhole ? null : (
        <Button asChild tone={isLast ? "primary" : "secondary"}>
          <Link href={`${pipeline}?again=${run.id}`}>
            <RotateCcw aria-hidden />
            <span className={isLast ? "" : "max-sm:sr-only"}>Run again</span>
          </Link>
        </Button>
      )}
    </>
  );
}
