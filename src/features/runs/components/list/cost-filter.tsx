"use client";

import { useEffect, useId, useRef, useState } from "react";
import { Input } from "#components/ui/controls/input.tsx";
import { parseDollars, toDollars } from "#components/ui/format/parse-money.ts";
import type { RunsFilter } from "../../model/list/runs-filter.ts";

type Costs = Pick<RunsFilter, "costFromMicros" | "costToMicros">;

interface CostFilterProps {
  readonly costs: Costs;
  readonly onChange: (costs: Costs) => void;
}

/** After a pause this long, the amount is taken as complete. */
const pauseMs = 400;

/** The cost of runs, from and to, in dollars. The list is filtered when both fields make sense. */
export function CostFilter({ costs, onChange }: CostFilterProps) {
  const [from, setFrom] = useState(() => textOf(costs.costFromMicros));
  const [to, setTo] = useState(() => textOf(costs.costToMicros));
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(pause.current), []);
  const problemId = useId();
  const problem = problemIn(from, to);
  const write = (next: { readonly from: string; readonly to: string }) => {
    setFrom(next.from);
    setTo(next.to);
    clearTimeout(pause.current);
    if (problemIn(next.from, next.to) !== null) return;
    const wanted = { costFromMicros: parseDollars(next.from), costToMicros: parseDollars(next.to) };
    pause.current = setTimeout(() => onChange(wanted), pauseMs);
  };
  const field = {
    inputMode: "decimal",
    autoComplete: "off",
    className: "figures w-24 max-sm:w-32",
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
        onChange={({ target }) => write({ from: target.value, to })}
      />
      <Input
        {...field}
        {...isWrong}
        aria-label="Cost to"
        placeholder="Cost to $"
        value={to}
        onChange={({ target }) => write({ from, to: target.value })}
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

/** What is wrong with two amounts as they are typed; null: nothing. */
function problemIn(from: string, to: string): string | null {
  const wrong = [from, to].find((text) => text.trim() !== "" && parseDollars(text) === null);
  if (wrong !== undefined) return "An amount such as 0.50, up to a million.";
  const isOrdered = (parseDollars(from) ?? 0) <= (parseDollars(to) ?? Number.POSITIVE_INFINITY);
  return isOrdered ? null : "The second amount is the smaller one.";
}
