import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { parseDollars } from "#components/ui/format/parse-money.ts";
import { type BudgetPeriod, type OnLimit, onLimitWords } from "#core/pricing/budget.ts";
import type { LimitDraft } from "../model/limit-draft.ts";

interface LimitFieldsProps {
  readonly draft: LimitDraft;
  readonly onChange: (draft: LimitDraft) => void;
  readonly per: BudgetPeriod;
}

const ends: Record<OnLimit, string> = {
  fail: "fails, and its node with it",
  wait: "waits until there is room",
};

function hintOf(onLimit: OnLimit, per: BudgetPeriod): string {
  switch (onLimit) {
    case "fail":
      return "The run says what is missing. Nothing more is spent.";
    case "wait":
      return per === "run"
        ? "The budget of a run never resets: the run waits until calls in progress turn out cheaper than reserved, or the limit is raised."
        : "The run continues by itself when calls in progress end, the budget resets, or its limit is raised.";
  }
}

/** The amount of a budget, what happens at its limit, and when it warns. */
export function LimitFields({ draft, onChange, per }: LimitFieldsProps) {
  const isWrong = draft.dollars.trim() !== "" && parseDollars(draft.dollars) === null;
  return (
    <>
      <Field
        label="Limit in US dollars"
        isRequired
        error={isWrong ? "An amount such as 20 or 0.50, up to a million." : null}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            autoComplete="off"
            className="figures"
            value={draft.dollars}
            onChange={(event) => onChange({ ...draft, dollars: event.target.value })}
          />
        )}
      </Field>
      <Field label="A call that does not fit" isRequired hint={hintOf(draft.onLimit, per)}>
        {(control) => (
          <Select
            {...control}
            value={draft.onLimit}
            onChange={({ target }) =>
              onChange({ ...draft, onLimit: onLimitWords.find((one) => one === target.value) ?? "fail" })
            }
          >
            {onLimitWords.map((one) => (
              <option key={one} value={one}>
                {ends[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {/* A budget per run has no warning: a run that has not started cannot be near its limit. */}
      {per === "run" ? null : (
        <Field
          label="Warn at, in percent"
          hint="From then on it is marked here and on the home page. Leave it empty for no warning."
        >
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              max={100}
              className="figures"
              value={draft.warnPercent}
              onChange={(event) => onChange({ ...draft, warnPercent: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}
