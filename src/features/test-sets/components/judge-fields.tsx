"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { AssertionFault, JudgeDraft } from "../model/assertion-draft.ts";

interface JudgeFieldsProps {
  readonly judge: JudgeDraft;
  readonly fault: AssertionFault | null;
  readonly onChange: (judge: JudgeDraft) => void;
}

const modelsStaleMs = 10 * 60_000;

/** The judge's model, its expected output and its threshold. */
export function JudgeFields({ judge, fault, onChange }: JudgeFieldsProps) {
  const trpc = useTRPC();
  const listId = useId();
  const errorAt = (field: keyof JudgeDraft) => (fault?.field === field ? fault.message : null);
  const { data } = useQuery({ ...trpc.models.list.queryOptions(), staleTime: modelsStaleMs });
  return (
    <>
      <Field
        label="Expected"
        hint="JSON that the judge compares the value with. Empty: nothing in particular."
        error={errorAt("expected")}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            spellCheck={false}
            className="min-h-10 font-mono"
            value={judge.expected}
            onChange={(event) => onChange({ ...judge, expected: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-2 sm:grid-cols-[minmax(0,1fr)_10rem]">
        <Field
          label="Model"
          isRequired
          hint="Its price is shown before it is called."
          error={errorAt("model")}
        >
          {(control) => (
            <>
              <Input
                {...control}
                list={listId}
                className="font-mono"
                spellCheck={false}
                autoComplete="off"
                value={judge.model}
                onChange={(event) => onChange({ ...judge, model: event.target.value })}
              />
              <datalist id={listId}>
                {data?.models.map(({ ref, displayName }) => (
                  <option key={ref} value={ref}>
                    {displayName}
                  </option>
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label="Minimum score" hint="1 to 100. Empty: pass or fail." error={errorAt("threshold")}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={judge.threshold}
              onChange={(event) => onChange({ ...judge, threshold: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  );
}
