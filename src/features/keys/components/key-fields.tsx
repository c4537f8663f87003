"use client";

import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { SecretInput } from "#components/ui/controls/secret-input.tsx";
import type { ProviderName } from "#core/model/model-ref.ts";
import { providerTitles } from "../model/provider-titles.ts";

interface KeyFieldProps {
  readonly provider: ProviderName;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function KeyField({ provider, value, onChange }: KeyFieldProps) {
  const { keysAt } = providerTitles[provider];
  const hint =
    provider === "openai-compatible"
      ? "If the server does not require one, enter any word."
      : keysAt === null
        ? undefined
        : `Create one at ${keysAt}.`;
  return (
    <Field label="Key" isRequired hint={hint}>
      {(control) => (
        <SecretInput {...control} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

/** The vendor's base URL, if it is not the default. */
export function BaseUrlField({ provider, value, onChange }: KeyFieldProps) {
  const isNeeded = provider === "openai-compatible";
  return (
    <Field
      label="Address"
      isRequired={isNeeded}
      hint={
        isNeeded
          ? "The server's address, up to its version: http://localhost:11434/v1 is Ollama on this machine. An address in your own network must be listed in PRIVATE_MODEL_HOSTS."
          : "Only if the provider is reached at another address, such as a gateway. The key is sent nowhere else."
      }
    >
      {(control) => (
        <Input
          {...control}
          type="url"
          placeholder={isNeeded ? "https://openrouter.ai/api/v1" : "https://"}
          className="font-mono"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
