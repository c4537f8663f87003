"use client";

import { ConfirmDialog, type ConfirmDialogProps } from "#components/ui/floating/confirm-dialog.tsx";
import { RequestError } from "./request-error.tsx";

interface ConfirmRequestProps extends ConfirmDialogProps {
  /** Why the request was refused; null while it was not. */
  readonly error: Parameters<typeof RequestError>[0]["error"] | null;
}

/** Asks before a request that cannot simply be taken back, and says why it was refused. */
export function ConfirmRequest({ error, children, ...dialog }: ConfirmRequestProps) {
  return (
    <ConfirmDialog {...dialog}>
      {error === null ? null : <RequestError error={error} />}
      {children}
    </ConfirmDialog>
  );
}
