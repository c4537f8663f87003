"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
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
export function ConfirmExit(props: ConfirmExitProps) {
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
            <Button>Cancel</Button>
          </DialogClose>
          <Button tone="danger" isPending={props.isPending} onClick={props.onConfirm}>
            {props.action}
          </Button>
        </>
      }
    >
      {props.error === null ? null : <RequestError error={props.error} />}
    </Dialog>
  );
}
