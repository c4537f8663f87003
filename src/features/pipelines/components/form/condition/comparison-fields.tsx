"use client";

import { useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import {
  type ConditionParts,
  comparesWith,
  conditionTests,
  valueProblem,
} from "../../../model/form/condition-parts.ts";
import { useFormContext } from "../form-context.ts";
import { SuggestedInput } from "../value/suggested-input.tsx";

interface ComparisonFieldsProps {
  /** Its number, if there are several. */
  readonly label: string | null;
  readonly parts: ConditionParts;
  /** The path as written in the condition; undefined if it is not written yet. */
  readonly written: string | undefined;
  readonly onChange: (part: Partial<ConditionParts>) => boolean;
}

/** The path field's text on blur, and the path in the condition. */
interface Left {
  readonly text: string;
  readonly beside: string | undefined;
}

const tests = Object.keys(conditionTests) as (keyof typeof conditionTests)[];

/** One comparison: a path, an operator and a value. */
export function ComparisonFields({ label, parts, written, onChange }: ComparisonFieldsProps) {
  const { isReadOnly } = useFormContext();
  const [left, setLeft] = useState<Left | null>(null);
  const problem =
    left === null || left.beside !== written ? null : valueProblem(left.text, written === undefined);
  const isCompared = comparesWith(parts.test);
  const fields = (
    <>
      <Field
        label="Value"
        isRequired
        error={problem}
        hint={parts.value === "" && problem === null ? "such as input.score" : null}
      >
        {(control) => (
          <SuggestedInput
            control={control}
            name="value"
            value={parts.value}
            onCommit={(text) => onChange({ value: text.trim() })}
            onLeave={(text) => setLeft({ text, beside: written })}
          />
        )}
      </Field>
      <Field label="Test" isRequired>
        {(control) => (
          <Select
            {...control}
            disabled={isReadOnly}
            value={parts.test}
            onChange={({ target }) => onChange({ test: tests.find((one) => one === target.value) ?? "is" })}
          >
            {tests.map((test) => (
              <option key={test} value={test}>
                {conditionTests[test]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {isCompared ? (
        <Field label="Compared with" isRequired>
          {(control) => (
            <SuggestedInput
              control={control}
              name="with"
              value={parts.with}
              onCommit={(text) => onChange({ with: text })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
  const layout = cn(
    "grid gap-2",
    isCompared ? "@sm:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_minmax(0,0.8fr)]" : "@sm:grid-cols-2",
  );
  if (label === null) return <div className={layout}>{fields}</div>;
  return (
    <fieldset aria-label={label} className={layout}>
      {fields}
    </fieldset>
  );
}
