"use client";

import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";
import { ownField } from "#core/json/own-key.ts";
import {
  chosenKind,
  type InputMode,
  type RunForm,
  type RunFormValues,
  readRunForm,
  slots,
} from "../../model/run-form/run-form.ts";
import type { ValueKind } from "../../model/run-form/value-kind.ts";
import { ValueField } from "./value-field.tsx";

interface RunInputFieldsProps {
  readonly form: RunForm;
  readonly mode: InputMode;
  readonly onModeChange: (mode: InputMode) => void;
  readonly values: RunFormValues;
  readonly onChange: (values: RunFormValues) => void;
  readonly faults: Readonly<Record<string, string>>;
}

/** The run's input, in the shape that the pipeline reads. */
export function RunInputFields(props: RunInputFieldsProps) {
  const { form, mode, onModeChange, values, onChange } = props;
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">Input</legend>
      <div className="flex items-center justify-between gap-2">
        <span aria-hidden className="text-ink-faint text-mono">
          Input
        </span>
        {form.mode === "none" ? null : (
          <SwitchButtons
            label="How to write the input"
            value={mode === "json" ? "json" : "form"}
            options={[
              { value: "form", label: "Form" },
              { value: "json", label: "JSON" },
            ]}
            onValueChange={(next) => {
              if (next === "json" && values.json === "")
                onChange({ ...values, json: asJson(form, mode, values) });
              onModeChange(next === "json" ? "json" : form.mode);
            }}
          />
        )}
      </div>
      <InputControls {...props} />
    </fieldset>
  );
}

function InputControls({ form, mode, values, onChange, faults }: RunInputFieldsProps) {
  const kindChanger = (slot: string) => (kind: ValueKind) =>
    onChange({ ...values, kinds: { ...values.kinds, [slot]: kind } });
  const whole = { error: faults[slots.whole] ?? null, isTall: true } as const;
  switch (mode) {
    case "none":
      return <p className="text-ink-soft">This pipeline reads no input.</p>;
    case "json":
      return (
        <ValueField
          {...whole}
          label="Input as JSON"
          value={values.json}
          onChange={(json) => onChange({ ...values, json })}
          kind="json"
          knownKind={null}
          onKindChange={null}
        />
      );
    case "text":
      return (
        <ValueField
          {...whole}
          label="Input"
          value={values.text}
          onChange={(text) => onChange({ ...values, text })}
          kind={chosenKind(values, slots.whole, form.wholeKind)}
          knownKind={form.wholeKind}
          onKindChange={kindChanger(slots.whole)}
        />
      );
    case "fields":
      return form.inputFields.map(({ name, kind: knownKind }) => {
        const slot = slots.field(name);
        const kind = chosenKind(values, slot, knownKind);
        const value = ownField(values.fields, name) ?? "";
        return (
          <ValueField
            key={name}
            isTall
            label={name}
            hint={value === "" && kind !== "text" ? "Not sent while it is empty." : null}
            error={faults[slot] ?? null}
            value={value}
            onChange={(next) => onChange({ ...values, fields: { ...values.fields, [name]: next } })}
            kind={kind}
            knownKind={knownKind}
            onKindChange={kindChanger(slot)}
          />
        );
      });
  }
}

/** The form's values as JSON, when switching to editing JSON. */
function asJson(form: RunForm, mode: InputMode, values: RunFormValues): string {
  const filled = readRunForm({ ...form, variables: [] }, mode, values);
  const input = filled.ok ? filled.input : mode === "fields" ? values.fields : values.text;
  return input === null ? "" : JSON.stringify(input, null, 2);
}
