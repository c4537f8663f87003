import { formatMoney } from "./money.ts";

/** The settled and the reserved cost as one amount: `$0.0312 so far`, or `unknown so far` if a price is unknown. */
export function formatCostSoFar(costMicros: number | null, heldMicros: number | null): string {
  const isKnown = costMicros !== null && heldMicros !== null;
  return `${formatMoney(isKnown ? costMicros + heldMicros : null)} so far`;
}
