import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";

interface RunBudgetFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault: string | null;
}

/** A budget for this run only. */
export function RunBudgetField({ value, onChange, fault }: RunBudgetFieldProps) {
  return (
    <Field
      label="Spend at most, in US dollars"
      error={fault}
      hint="A model call that could exceed it is not made. Empty: as much as limits and budgets allow."
    >
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          autoComplete="off"
          className="figures"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
