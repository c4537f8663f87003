"use client";

import { ConfirmDialog } from "#components/ui/floating/confirm-dialog.tsx";
import type { StopLoss } from "../model/stop-loss.ts";

interface StopDialogProps {
  readonly loss: StopLoss;
  readonly onStop: () => void;
  readonly onClose: () => void;
}

/** Says what a stop keeps and what is lost by it, before it is done. */
export function StopDialog({ loss, onStop, onClose }: StopDialogProps) {
  return (
    <ConfirmDialog
      title="Stop the run?"
      description="It ends immediately and cannot be continued; resuming goes on in a new run."
      action="Stop run"
      cancel="Keep running"
      isPending={false}
      onConfirm={onStop}
      onClose={onClose}
    >
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
    </ConfirmDialog>
  );
}
