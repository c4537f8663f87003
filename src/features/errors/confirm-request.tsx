"use client";

import { ConfirmDialog, type ConfirmDialogProps } from "#components/ui/floating/confirm-dialog.tsx";
import { RequestError } from "./request-error.tsx";

interface ConfirmRequestProps extends ConfirmDialogProps {
  /** The error of the request; null if it has not failed. */
  readonly error: Parameters<typeof RequestError>[0]["error"] | null;
}

/** Asks for confirmation before a request that cannot easily be undone, and shows its error. */
export function ConfirmRequest({ error, children, ...dialog }: ConfirmRequestProps) {
  return (
    <ConfirmDialog {...dialog}>
      {error === null ? null : <RequestError error={error} />}
      {children}
    </ConfirmDialog>
  );
}
