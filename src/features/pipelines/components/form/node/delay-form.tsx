"use client";

import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import type { JsonObject } from "#core/json/json.ts";
import { controlOf, useTyped } from "../../../hooks/use-typed.ts";
import { readNumber } from "../../../model/form/written-value.ts";
import { useFieldProblem, useFormContext } from "../form-context.ts";

const units = [
  { name: "seconds", seconds: 1 },
  { name: "minutes", seconds: 60 },
  { name: "hours", seconds: 3_600 },
  { name: "days", seconds: 86_400 },
] as const;

/** A delay's duration, in the largest fitting unit. */
export function DelayForm({ config }: { readonly config: JsonObject }) {
  const { change, isReadOnly } = useFormContext();
  const problem = useFieldProblem(["config", "seconds"]);
  const seconds = typeof config.seconds === "number" ? config.seconds : null;
  const [chosen, setChosen] = useState<string | null>(null);
  const unit = units.find(({ name }) => name === chosen) ?? fittingUnit(seconds);
  const typed = useTyped(seconds === null ? "" : String(seconds / unit.seconds), (text) => {
    const read = readNumber(text);
    if (!read.ok || typeof read.value !== "number") return false;
    return change(["config", "seconds"], Math.round(read.value * unit.seconds * 1_000) / 1_000);
  });
  return (
    <Field label="Wait" isRequired error={problem} hint="Up to 366 days. It costs nothing while it waits.">
      {(control) => (
        <span data-field="config.seconds" className="grid grid-cols-[minmax(0,1fr)_auto] gap-1.5">
          <Input
            {...control}
            readOnly={isReadOnly}
            inputMode="decimal"
            className="figures"
            {...controlOf(typed)}
          />
          <Select
            aria-label="Unit"
            disabled={isReadOnly}
            value={unit.name}
            onChange={(event) => setChosen(event.target.value)}
          >
            {units.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </span>
      )}
    </Field>
  );
}

/** The largest unit in which it is a whole number. */
function fittingUnit(seconds: number | null) {
  const fitting = units.filter((unit) => seconds !== null && seconds > 0 && seconds % unit.seconds === 0);
  return fitting.at(-1) ?? units[0];
}
