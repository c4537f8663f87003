"use client";

import type { ReactNode } from "react";
import { Button } from "../controls/button.tsx";
import { Dialog, DialogClose } from "./dialog.tsx";

export interface ConfirmDialogProps {
  readonly title: string;
  readonly description: ReactNode;
  /** What the button says that does it. */
  readonly action: string;
  /** What the button says that leaves everything as it is. */
  readonly cancel?: string;
  /** Whether the button is that of a loss, or of something that only goes on by it. */
  readonly tone?: "danger" | "primary";
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What else there is to know before, or why it could not be done. */
  readonly children?: ReactNode;
}

/** Asks before something that cannot simply be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Dialog
      open
      size="small"
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      title={props.title}
      description={props.description}
      actions={
        <>
          <DialogClose>
            {/* Whoever presses Enter without having read loses nothing. */}
            <Button data-focus-first>{props.cancel ?? "Cancel"}</Button>
          </DialogClose>
          <Button tone={props.tone ?? "danger"} isPending={props.isPending} onClick={props.onConfirm}>
            {props.action}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  );
}
