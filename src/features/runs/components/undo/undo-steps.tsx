"use client";

import { useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/controls/button.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { isTerminalRun } from "#core/run/status.ts";
import type { UndoStepView } from "#core/run/view/undo-view.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRunHref } from "../../hooks/use-run-href.ts";
import { useRunPart } from "../../live-run-context.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";
import type { RunActions } from "../../model/run-actions.ts";
import { undoStepWord } from "../../model/words/undo-words.ts";
import { BuiltOn } from "./built-on.tsx";

interface UndoStepsProps {
  readonly snapshot: RunSnapshot;
  /** Null without permission to control the run. */
  readonly actions: RunActions | null;
  readonly onShowNode: (nodeId: string) => void;
}

/** A run's undo steps, and what to do about failed ones. */
export function UndoSteps({ snapshot, actions, onShowNode }: UndoStepsProps) {
  const undo = useRunPart((view) => view.undo);
  const isEnded = useRunPart((view) => isTerminalRun(view.status));
  if (undo === null) return null;
  const names = new Map(snapshot.definition.nodes.map(({ id, name }) => [id, name]));
  const isLeft = isEnded && undo.steps.some(({ status }) => status !== "completed");
  return (
    <section aria-label="Undoing" className="m-3 grid gap-2 rounded-base border p-3">
      <h3 className="flex items-center gap-1.5 font-medium">
        <Undo2 aria-hidden className="size-4" />
        Undoing
      </h3>
      <ol className="grid max-h-48 gap-1 overflow-y-auto">
        {undo.steps.map((step) => (
          <UndoStep
            key={step.nodeId}
            step={step}
            name={names.get(step.nodeId) ?? step.nodeId}
            onShow={() => onShowNode(step.nodeId)}
          />
        ))}
      </ol>
      {isLeft ? <UndoAgain snapshot={snapshot} actions={actions} /> : null}
    </section>
  );
}

interface UndoStepProps {
  readonly step: UndoStepView;
  readonly name: string;
  readonly onShow: () => void;
}

function UndoStep({ step, name, onShow }: UndoStepProps) {
  const { error, wakeAtMs } = step;
  return (
    <li className="grid gap-x-3 gap-y-0.5">
      <span className="flex flex-wrap items-center gap-x-3">
        <button type="button" className="font-medium hover:underline" onClick={onShow}>
          {name}
        </button>
        <StatusBadge status={step.status} word={undoStepWord(step)} />
        <Duration startMs={step.startedAtMs} endMs={step.finishedAtMs} />
        {wakeAtMs === null ? null : (
          <span className="text-ink-soft">
            again <RelativeTime timeMs={wakeAtMs} />
          </span>
        )}
      </span>
      {error === null ? null : <span className="text-ink-soft">{error.message}</span>}
    </li>
  );
}

function UndoAgain({ snapshot, actions }: Pick<UndoStepsProps, "snapshot" | "actions">) {
  const runHref = useRunHref();
  const { undoneByRunId } = snapshot;
  if (undoneByRunId !== null) {
    return (
      <p>
        The rest is undone in{" "}
        <Link href={runHref(undoneByRunId)} className="text-accent underline">
          a run of its own
        </Link>
        .
      </p>
    );
  }
  return actions === null || snapshot.run.bodiesDeletedAtMs !== null ? null : (
    <UndoRest snapshot={snapshot} actions={actions} />
  );
}

interface UndoRestProps {
  readonly snapshot: RunSnapshot;
  readonly actions: RunActions;
}

/** One click, beside the list of other runs that build on it. */
function UndoRest({ snapshot: { run, definition }, actions }: UndoRestProps) {
  const trpc = useTRPC();
  const { data: plan } = useQuery(
    trpc.runs.planUndo.queryOptions({ runId: run.id }, { staleTime: 0, throwOnError: false }),
  );
  const builders = plan?.builtOn ?? [];
  return (
    <>
      <BuiltOn builders={builders} names={new Map(definition.nodes.map(({ id, name }) => [id, name]))} />
      <Button
        size="small"
        className="justify-self-start"
        isPending={actions.isRetryingUndo}
        onClick={() => actions.retryUndo(builders.length > 0)}
      >
        <Undo2 aria-hidden />
        {builders.length > 0 ? "Undo the rest anyway" : "Undo the rest"}
      </Button>
    </>
  );
}
