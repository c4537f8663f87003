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
  /** What must be typed before anything is deleted. */
  readonly word: string;
  /** What the word is, for people: "the pipeline's name". */
  readonly wordTitle: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly isPending: boolean;
  readonly error: Parameters<typeof RequestError>[0]["error"] | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What else is asked. */
  readonly children?: ReactNode;
}

/** Asks whoever deletes something for good to type what it is called. */
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
