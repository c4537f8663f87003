import { cn } from "../class-names.ts";
import { formatCostSoFar } from "../format/cost-so-far.ts";
import { formatMoney } from "../format/money.ts";
import { Badge } from "./badge.tsx";
import { Money } from "./money.tsx";

interface CostSoFarProps {
  /** The settled cost in millionths of a US dollar; null = a price is unknown. */
  readonly costMicros: number | null;
  /** The most that calls in flight may add; null = a price is unknown. */
  readonly heldMicros: number | null;
  /** The cost is final. */
  readonly isFinal: boolean;
  readonly isSandbox: boolean;
  readonly className?: string;
}

/** The cost of a run; while it runs, the cost so far and the most that open calls may add. */
export function CostSoFar({ costMicros, heldMicros, isFinal, isSandbox, className }: CostSoFarProps) {
  if (isFinal) {
    return (
      <Money
        costMicros={costMicros}
        isSandbox={isSandbox}
        {...(className === undefined ? {} : { className })}
      />
    );
  }
  const isAtMost = costMicros !== null && heldMicros !== null && heldMicros > 0;
  return (
    <span
      className={cn("figures inline-flex items-center gap-1.5 whitespace-nowrap", className)}
      title={
        isAtMost
          ? `${formatMoney(costMicros)} settled, and at most ${formatMoney(heldMicros)} for calls in progress`
          : heldMicros === 0
            ? "No call is in progress"
            : "A model's price is unknown"
      }
    >
      {isAtMost ? <span className="sr-only">at most </span> : null}
      <span>
        {isAtMost ? <span aria-hidden>≤ </span> : null}
        {formatCostSoFar(costMicros, heldMicros)}
      </span>
      {isSandbox ? <Badge className="font-sans">sandbox</Badge> : null}
    </span>
  );
}
