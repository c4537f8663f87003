"use client";

import { useState } from "react";
import { ConfirmDialog } from "#components/ui/floating/confirm-dialog.tsx";
import { undoOf } from "#core/nodes/undo-of.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import type { RunActions } from "../model/run-actions.ts";
import type { StopLoss } from "../model/stop-loss.ts";
import { UndoChoice } from "./undo/undo-choice.tsx";

interface StopDialogProps {
  readonly snapshot: RunSnapshot;
  /** Null if nothing would be lost. */
  readonly loss: StopLoss | null;
  readonly onStop: RunActions["stop"];
  readonly onClose: () => void;
}

/** Says what stopping keeps and loses, before it is done. */
export function StopDialog({ snapshot, loss, onStop, onClose }: StopDialogProps) {
  const { run, definition } = snapshot;
  // If other runs build on what it did, undoing is requested only after they were shown: the checkbox alone is not
  // enough.
  const [wish, setWish] = useState({ undo: definition.settings.onFailure === "undo", despiteForks: false });
  const canUndo = definition.nodes.some((node) => undoOf(node) !== null);
  return (
    <ConfirmDialog
      title="Stop the run?"
      description="It ends immediately and cannot be continued; resuming continues in a new run."
      action="Stop run"
      cancel="Keep running"
      isPending={false}
      onConfirm={() => onStop(canUndo && wish.undo, wish.despiteForks)}
      onClose={onClose}
    >
      {loss === null ? null : <Loss loss={loss} />}
      {canUndo ? (
        <UndoChoice
          runId={run.id}
          isWanted={wish.undo}
          onChange={(undo, despiteForks) => setWish({ undo, despiteForks })}
        />
      ) : null}
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
