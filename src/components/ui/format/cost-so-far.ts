import { formatMoney } from "./money.ts";

/**
 * What is settled and what is held for calls in flight, as one amount: `$0.0312 so far`, `unknown so far` where a price
 * is not known.
 */
export function formatCostSoFar(costMicros: number | null, heldMicros: number | null): string {
  const isKnown = costMicros !== null && heldMicros !== null;
  return `${formatMoney(isKnown ? costMicros + heldMicros : null)} so far`;
}
