"use client";

import { useState } from "react";
import { ConfirmDialog } from "#components/ui/floating/confirm-dialog.tsx";
import { undoOf } from "#core/nodes/undo-of.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import type { StopLoss } from "../model/stop-loss.ts";
import { UndoChoice } from "./undo/undo-choice.tsx";

interface StopDialogProps {
  readonly snapshot: RunSnapshot;
  /** Null where nothing of it must be known before. */
  readonly loss: StopLoss | null;
  readonly onStop: (undo: boolean) => void;
  readonly onClose: () => void;
}

/** Says what a stop keeps and what is lost by it, before it is done. */
export function StopDialog({ snapshot, loss, onStop, onClose }: StopDialogProps) {
  const { run, definition } = snapshot;
  const [isUndoWanted, wantUndo] = useState(definition.settings.onFailure === "undo");
  const canUndo = definition.nodes.some((node) => undoOf(node) !== null);
  return (
    <ConfirmDialog
      title="Stop the run?"
      description="It ends immediately and cannot be continued; resuming continues in a new run."
      action="Stop run"
      cancel="Keep running"
      isPending={false}
      onConfirm={() => onStop(canUndo && isUndoWanted)}
      onClose={onClose}
    >
      {loss === null ? null : <Loss loss={loss} />}
      {canUndo ? <UndoChoice runId={run.id} isWanted={isUndoWanted} onChange={wantUndo} /> : null}
    </ConfirmDialog>
  );
}

function Loss({ loss }: { readonly loss: StopLoss }) {
  return (
    <dl className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-y-2">
      <dt className="text-ink-faint">Kept</dt>
      <dd>{loss.kept}</dd>
      {loss.lost.length === 0 ? null : (
        <>
          <dt className="text-ink-faint">Not kept</dt>
          <dd>
            <ul className="grid gap-1">
              {loss.lost.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
}
