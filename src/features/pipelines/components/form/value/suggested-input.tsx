"use client";

import { useId } from "react";
import type { FieldControlProps } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { useTyped } from "../../../hooks/use-typed.ts";
import type { KnownNames } from "../../../model/known-names.ts";
import { useFormContext } from "../form-context.ts";

interface SuggestedInputProps {
  readonly control: FieldControlProps;
  readonly name: string;
  readonly value: string;
  readonly onCommit: (text: string) => boolean;
  /** The field's text on blur, whether it was accepted or not. */
  readonly onLeave?: (text: string) => void;
}

/** A short text with suggestions from the workspace. */
export function SuggestedInput({ control, name, value, onCommit, onLeave }: SuggestedInputProps) {
  const { names, isReadOnly } = useFormContext();
  const typed = useTyped(value, onCommit);
  const listId = useId();
  const suggestions = suggestionsFor(name, names);
  return (
    <>
      <Input
        {...control}
        readOnly={isReadOnly}
        list={suggestions.length === 0 ? undefined : listId}
        value={typed.shown}
        onChange={(event) => typed.change(event.target.value)}
        onBlur={() => {
          typed.leave();
          onLeave?.(typed.shown);
        }}
        onKeyDown={typed.press}
        autoComplete="off"
        spellCheck={false}
      />
      {suggestions.length === 0 ? null : (
        <datalist id={listId}>
          {suggestions.map(({ value: known, label }) => (
            <option key={known} value={known}>
              {label}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

function suggestionsFor(name: string, { models, agents, pipelines }: KnownNames) {
  if (name === "model" || name === "fallbackModel")
    return models.map(({ ref, displayName }) => ({ value: ref, label: displayName }));
  if (name === "pipeline") return pipelines.map(({ slug, name: label }) => ({ value: slug, label }));
  return name === "agentId" ? agents.map((agent) => ({ value: agent.key, label: agent.name })) : [];
}
