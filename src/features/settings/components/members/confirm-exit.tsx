"use client";

import type { ReactNode } from "react";
import { ConfirmDialog } from "#components/ui/floating/confirm-dialog.tsx";
import { RequestError } from "#features/errors/index.ts";

interface ConfirmExitProps {
  readonly title: string;
  readonly description: ReactNode;
  /** What the button says that does it. */
  readonly action: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before somebody is taken out, and says why it could not be done. */
export function ConfirmExit({ error, ...props }: ConfirmExitProps) {
  return <ConfirmDialog {...props}>{error === null ? null : <RequestError error={error} />}</ConfirmDialog>;
}
