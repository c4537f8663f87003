"use client";

import { useId } from "react";
import { Input } from "#components/ui/controls/input.tsx";
import { useTypedText } from "#components/ui/controls/use-typed-text.ts";
import { parseDollars, toDollars } from "#components/ui/format/parse-money.ts";
import type { RunsFilter } from "../../model/list/runs-filter.ts";

type Costs = Pick<RunsFilter, "costFromMicros" | "costToMicros">;

interface CostFilterProps {
  readonly costs: Costs;
  readonly onChange: (costs: Costs) => void;
}

/** A pause this long means that the amount is complete. */
const pauseMs = 400;

/** Filters runs by cost, in dollars. Takes effect when both fields are valid. */
export function CostFilter({ costs, onChange }: CostFilterProps) {
  const { text, type } = useTypedText({
    value: inLines(textOf(costs.costFromMicros), textOf(costs.costToMicros)),
    onChange: (value) => onChange(amountsOf(value)),
    pauseMs,
    read: (lines) => {
      if (problemIn(lines) !== null) return null;
      const { costFromMicros, costToMicros } = amountsOf(lines);
      return inLines(textOf(costFromMicros), textOf(costToMicros));
    },
  });
  const [from = "", to = ""] = text.split("\n");
  const problemId = useId();
  const problem = problemIn(text);
  const field = {
    inputMode: "decimal",
    autoComplete: "off",
    className: "figures w-28 max-sm:w-36",
    maxLength: 16,
  } as const;
  const isWrong = problem === null ? {} : { "aria-invalid": true, "aria-describedby": problemId };
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">Cost in US dollars</legend>
      <Input
        {...field}
        {...isWrong}
        aria-label="Cost from"
        placeholder="Cost from $"
        value={from}
        onChange={({ target }) => type(inLines(target.value, to))}
      />
      <Input
        {...field}
        {...isWrong}
        aria-label="Cost to"
        placeholder="Cost to $"
        value={to}
        onChange={({ target }) => type(inLines(from, target.value))}
      />
      {problem === null ? null : (
        <p id={problemId} role="alert" className="text-failed">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

function textOf(micros: number | null): string {
  return micros === null ? "" : toDollars(micros);
}

/** Both amounts as one text, since they are applied together. */
function inLines(from: string, to: string): string {
  return `${from}\n${to}`;
}

function amountsOf(lines: string): Costs {
  const [from = "", to = ""] = lines.split("\n");
  return { costFromMicros: parseDollars(from), costToMicros: parseDollars(to) };
}

/** The error of the two amounts; null: none. */
function problemIn(lines: string): string | null {
  const wrong = lines.split("\n").find((text) => text.trim() !== "" && parseDollars(text) === null);
  if (wrong !== undefined) return "An amount such as 0.50, up to a million.";
  const { costFromMicros, costToMicros } = amountsOf(lines);
  const isOrdered = (costFromMicros ?? 0) <= (costToMicros ?? Number.POSITIVE_INFINITY);
  return isOrdered ? null : "The second amount is smaller than the first.";
}
