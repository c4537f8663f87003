import { parseDollars } from "#components/ui/format/parse-money.ts";

/** A limit as it is being typed. */
export interface LimitDraft {
  readonly dollars: string;
  readonly warnPercent: string;
}

/** What the draft means; null while it means nothing. */
export function readLimit({
  dollars,
  warnPercent,
}: LimitDraft): { readonly limitMicros: number; readonly warnAt: number | null } | null {
  const limitMicros = parseDollars(dollars);
  if (limitMicros === null) return null;
  const typed = warnPercent.trim();
  if (typed === "") return { limitMicros, warnAt: null };
  const percent = Number(typed);
  return Number.isInteger(percent) && percent >= 1 && percent <= 100
    ? { limitMicros, warnAt: percent / 100 }
    : null;
}
