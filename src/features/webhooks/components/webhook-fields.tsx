"use client";

import { useId } from "react";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { type WebhookType, webhookTypes } from "#core/policy/webhook.ts";
import { webhookTypeWords } from "../model/webhook-words.ts";

/** The form's values. */
export interface WebhookDraft {
  readonly url: string;
  readonly description: string;
  readonly types: readonly WebhookType[];
}

interface WebhookFieldsProps {
  readonly draft: WebhookDraft;
  /** Whether to show errors of missing fields. */
  readonly isRefused: boolean;
  readonly onChange: (draft: WebhookDraft) => void;
}

/** Whether the form can be submitted. */
export function isWhole({ url, types }: WebhookDraft): boolean {
  return url.trim() !== "" && types.length > 0;
}

export function WebhookFields({ draft, isRefused, onChange }: WebhookFieldsProps) {
  const { url, description, types } = draft;
  return (
    <>
      <Field
        label="Address"
        isRequired
        hint="It gets a POST request for each message, and must answer with a status from 200 to 299."
        error={
          isRefused && url.trim() === "" ? "Give it an address, such as https://example.com/hooks." : null
        }
      >
        {(control) => (
          <Input
            {...control}
            inputMode="url"
            spellCheck={false}
            className="font-mono"
            maxLength={2_000}
            placeholder="https://example.com/hooks"
            value={url}
            onChange={(event) => onChange({ ...draft, url: event.target.value })}
          />
        )}
      </Field>
      <Field label="What it is for">
        {(control) => (
          <Input
            {...control}
            maxLength={500}
            placeholder="The team's channel"
            value={description}
            onChange={(event) => onChange({ ...draft, description: event.target.value })}
          />
        )}
      </Field>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 font-medium">Tell it when</legend>
        {webhookTypes.map((type) => (
          <TypeBox
            key={type}
            type={type}
            isChosen={types.includes(type)}
            onChange={(isChosen) =>
              onChange({
                ...draft,
                types: webhookTypes.filter((one) => (one === type ? isChosen : types.includes(one))),
              })
            }
          />
        ))}
        {isRefused && types.length === 0 ? (
          <p role="alert" className="text-failed">
            Choose at least one.
          </p>
        ) : null}
      </fieldset>
    </>
  );
}

interface TypeBoxProps {
  readonly type: WebhookType;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
}

function TypeBox({ type, isChosen, onChange }: TypeBoxProps) {
  const id = useId();
  return (
    <span className="flex items-center gap-2">
      <Checkbox id={id} checked={isChosen} onCheckedChange={onChange} />
      <label htmlFor={id}>
        {webhookTypeWords[type]} <span className="font-mono text-ink-faint">{type}</span>
      </label>
    </span>
  );
}
