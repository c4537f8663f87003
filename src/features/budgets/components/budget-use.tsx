import { cn } from "#components/ui/class-names.ts";
import { Badge } from "#components/ui/display/badge.tsx";
import { formatMoney } from "#components/ui/format/money.ts";
import { type Budget, waitingWords } from "../model/budget-words.ts";
import { forecastWords } from "../model/forecast-words.ts";

const tones: Record<Budget["state"], string> = {
  ok: "text-accent",
  warned: "text-waiting",
  full: "text-failed",
};

/** A budget's spent and reserved amounts, as a bar and in words. */
export function BudgetUse({ budget }: { readonly budget: Budget }) {
  const { window, limitMicros, state } = budget;
  if (window === null) {
    return (
      <div className="grid gap-1">
        <span className="figures">up to {formatMoney(limitMicros)}</span>
        <Waiting budget={budget} />
      </div>
    );
  }
  const { settledMicros, reservedMicros } = window;
  const shareOf = (micros: number) => (limitMicros === 0 ? 100 : Math.min(100, (micros / limitMicros) * 100));
  const spent = shareOf(settledMicros);
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="figures">
          {formatMoney(settledMicros)} of {formatMoney(limitMicros)}
        </span>
        {state === "ok" ? null : (
          <Badge tone={state === "full" ? "failed" : "waiting"}>
            {state === "full" ? "used up" : "near its limit"}
          </Badge>
        )}
      </p>
      {/* SVG attributes, because the content security policy forbids inline styles. */}
      <svg
        aria-hidden
        viewBox="0 0 100 1"
        preserveAspectRatio="none"
        className={cn("block h-1.5 w-full rounded-full bg-line", tones[state])}
      >
        <rect width={spent} height="1" fill="currentColor" />
        <rect
          x={spent}
          width={Math.min(100 - spent, shareOf(reservedMicros))}
          height="1"
          fill="currentColor"
          opacity="0.4"
        />
      </svg>
      {reservedMicros === 0 ? null : (
        <p className="text-ink-faint">{formatMoney(reservedMicros)} more reserved for calls in progress</p>
      )}
      <Forecast budget={budget} />
      <Waiting budget={budget} />
    </div>
  );
}

function Forecast({ budget }: { readonly budget: Budget }) {
  const words = forecastWords(budget);
  if (words === null) return null;
  const isReached = budget.forecast !== null && budget.forecast.reachedAtMs !== null;
  return <p className={isReached ? "text-waiting" : "text-ink-faint"}>{words}</p>;
}

function Waiting({ budget }: { readonly budget: Budget }) {
  if (budget.waitingCalls === 0) return null;
  return <p className={budget.raiseCalls === 0 ? "text-waiting" : "text-failed"}>{waitingWords(budget)}</p>;
}
