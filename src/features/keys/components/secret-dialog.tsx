"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { RequestError } from "#features/errors/index.ts";

interface SecretDialogProps {
  readonly title: string;
  readonly description: string;
  readonly action: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isReady: boolean;
  readonly isPending: boolean;
  readonly error: Parameters<typeof RequestError>[0]["error"] | null;
  /** What else to know where no answer came. */
  readonly ifUnanswered?: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** What is asked for before the value. */
  readonly children?: ReactNode;
}

/** Takes a value once. It leaves the browser with this form and never comes back. */
export function SecretDialog(props: SecretDialogProps) {
  const { title, description, action, value, isReady, isPending, error, children } = props;
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
        {error === null ? null : <RequestError error={error} ifUnanswered={props.ifUnanswered ?? null} />}
        {children}
        <Field label="Value" isRequired hint="At most 8 kB. It is encrypted, and never shown again.">
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              value={value}
              onChange={(event) => props.onChange(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
