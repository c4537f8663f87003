"use client";

import type { ReactNode } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { SecretInput } from "#components/ui/controls/secret-input.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
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
  /** A note for the case of no answer. */
  readonly ifUnanswered?: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** Fields above the value. */
  readonly children?: ReactNode;
}

/** Asks for a value. It is sent once and never shown again. */
export function SecretDialog(props: SecretDialogProps) {
  const { title, description, action, value, isReady, isPending, error, children } = props;
  return (
    <FormDialog
      {...{ title, description, action, isReady, isPending }}
      onSubmit={props.onSubmit}
      onClose={props.onClose}
    >
      {error === null ? null : <RequestError error={error} ifUnanswered={props.ifUnanswered ?? null} />}
      {children}
      <Field label="Value" isRequired hint="At most 8 kB. It is encrypted, and never shown again.">
        {(control) => (
          <SecretInput {...control} value={value} onChange={(event) => props.onChange(event.target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}
