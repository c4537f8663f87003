import { parseDollars } from "#components/ui/format/parse-money.ts";
import type { OnLimit } from "#core/pricing/budget.ts";

/** A limit while it is being edited. */
export interface LimitDraft {
  readonly dollars: string;
  readonly warnPercent: string;
  readonly onLimit: OnLimit;
}

/** The values to save. */
interface Limit {
  readonly limitMicros: number;
  readonly warnAt: number | null;
  readonly onLimit: OnLimit;
}

/** The values of the draft; null while it is invalid. */
export function readLimit({ dollars, warnPercent, onLimit }: LimitDraft): Limit | null {
  const limitMicros = parseDollars(dollars);
  if (limitMicros === null) return null;
  const typed = warnPercent.trim();
  if (typed === "") return { limitMicros, warnAt: null, onLimit };
  const percent = Number(typed);
  return Number.isInteger(percent) && percent >= 1 && percent <= 100
    ? { limitMicros, warnAt: percent / 100, onLimit }
    : null;
}
