"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { RequestError } from "./request-error.tsx";

interface TypedConfirmDialogProps {
  readonly title: string;
  readonly description: ReactNode;
  /** The text to type before anything is deleted. */
  readonly word: string;
  /** What that text is: "the pipeline's name". */
  readonly wordTitle: string;
  /** The label of the confirm button. */
  readonly action: string;
  readonly isPending: boolean;
  readonly error: Parameters<typeof RequestError>[0]["error"] | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** More fields. */
  readonly children?: ReactNode;
}

/** Confirms a permanent deletion by typing the name of what is deleted. */
export function TypedConfirmDialog(props: TypedConfirmDialogProps) {
  const formId = useId();
  const [typed, setTyped] = useState("");
  const isReady = typed.trim() === props.word;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) props.onConfirm();
  };
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
          <Button type="submit" form={formId} tone="danger" disabled={!isReady} isPending={props.isPending}>
            {props.action}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        {props.error === null ? null : <RequestError error={props.error} />}
        <Field label={`Type ${props.wordTitle}: ${props.word}`} isRequired>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        {props.children}
      </form>
    </Dialog>
  );
}
