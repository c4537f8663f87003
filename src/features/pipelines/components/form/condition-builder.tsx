"use client";

import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import {
  type ConditionParts,
  conditionTests,
  isPath,
  readCondition,
  valueProblem,
  writeCondition,
} from "../../model/form/condition-parts.ts";
import { useFormContext } from "./form-context.ts";
import { SuggestedInput } from "./suggested-input.tsx";

interface ConditionBuilderProps {
  /** What is put together, for those who hear the form. */
  readonly label: string;
  readonly source: string;
  readonly onCommit: (source: string) => boolean;
}

/** What stood in the field of the value when it was left, beside what the condition reads. */
interface Left {
  readonly text: string;
  readonly beside: string | undefined;
}

const unwritten: ConditionParts = { value: "", test: "is", with: "" };
const tests = Object.keys(conditionTests) as (keyof typeof conditionTests)[];

/**
 * A condition put together: a value, a test, and what it is compared with. What is more than that is written below, and
 * only there.
 */
export function ConditionBuilder({ label, source, onCommit }: ConditionBuilderProps) {
  const { isReadOnly } = useFormContext();
  const isUnwritten = /^(?:true|false)?$/.test(source.trim());
  // The second value may be typed before the first one.
  const [pending, setPending] = useState(unwritten);
  const read = readCondition(source);
  const parts = read ?? (isUnwritten ? pending : null);
  const [left, setLeft] = useState<Left | null>(null);
  if (parts === null) return null;
  const problem = left === null || left.beside !== read?.value ? null : valueProblem(left.text, isUnwritten);
  const write = (part: Partial<ConditionParts>) => {
    const next = { ...parts, ...part };
    setPending(next);
    return isPath(next.value) && onCommit(writeCondition(next));
  };
  return (
    <fieldset aria-label={label} className="@container grid gap-2">
      <div className="grid gap-2 @sm:grid-cols-3">
        <Field
          label="Value"
          isRequired
          error={problem}
          hint={parts.value === "" && problem === null ? "input.score, say" : null}
        >
          {(control) => (
            <SuggestedInput
              control={control}
              name="value"
              value={parts.value}
              onCommit={(text) => write({ value: text.trim() })}
              onLeave={(text) => setLeft({ text, beside: read?.value })}
            />
          )}
        </Field>
        <Field label="Test" isRequired>
          {(control) => (
            <Select
              {...control}
              disabled={isReadOnly}
              value={parts.test}
              onChange={({ target }) => write({ test: tests.find((one) => one === target.value) ?? "is" })}
            >
              {tests.map((test) => (
                <option key={test} value={test}>
                  {conditionTests[test]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Compared with" isRequired>
          {(control) => (
            <SuggestedInput
              control={control}
              name="with"
              value={parts.with}
              onCommit={(text) => write({ with: text })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  );
}
