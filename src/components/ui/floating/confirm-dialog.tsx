"use client";

import type { ReactNode } from "react";
import { Button } from "../controls/button.tsx";
import { Dialog, DialogClose } from "./dialog.tsx";

export interface ConfirmDialogProps {
  readonly title: string;
  readonly description: ReactNode;
  /** The label of the confirm button. */
  readonly action: string;
  /** The label of the button that changes nothing. */
  readonly cancel?: string;
  /** Whether confirming destroys something or only continues. */
  readonly tone?: "danger" | "primary";
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** Details to read first, or why the request failed. */
  readonly children?: ReactNode;
}

/** Asks for confirmation before something that cannot easily be undone. */
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
            {/* The safe button has the focus, so pressing Enter without reading loses nothing. */}
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
