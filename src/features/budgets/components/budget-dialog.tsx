"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { RequestError } from "#features/errors/index.ts";

interface BudgetDialogProps {
  readonly title: string;
  readonly description: string;
  readonly action: string;
  readonly isReady: boolean;
  readonly isPending: boolean;
  readonly error: Parameters<typeof RequestError>[0]["error"] | null;
  /** What else to know where no answer came. */
  readonly ifUnanswered: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function BudgetDialog(props: BudgetDialogProps) {
  const { title, description, action, isReady, isPending, error } = props;
  const formId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) props.onSubmit();
  };
  return (
    <Dialog
      open
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
        {error === null ? null : <RequestError error={error} ifUnanswered={props.ifUnanswered} />}
        {props.children}
      </form>
    </Dialog>
  );
}
