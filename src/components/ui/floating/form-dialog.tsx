"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "../controls/button.tsx";
import { Dialog, DialogClose } from "./dialog.tsx";

interface FormDialogProps {
  readonly title: string;
  readonly description: string;
  readonly size?: "small" | "base";
  /** The label of the submit button. */
  readonly action: string;
  /** False while a required value is missing. */
  readonly isReady?: boolean;
  readonly isPending: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** The fields, and why they were refused, if they were. */
  readonly children: ReactNode;
}

/** A short form: Enter submits it; Esc and Cancel change nothing. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, size = "base", action, isReady = true, isPending, children } = props;
  const formId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !isPending) props.onSubmit();
  };
  return (
    <Dialog
      open
      size={size}
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      title={title}
      description={description}
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} tone="primary" disabled={!isReady} isPending={isPending}>
            {action}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        {children}
      </form>
    </Dialog>
  );
}
