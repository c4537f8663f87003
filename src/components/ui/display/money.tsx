import { cn } from "../class-names.ts";
import { formatMoney } from "../format/money.ts";
import { Badge } from "./badge.tsx";

interface MoneyProps {
  /** Millionths of a US dollar; null = the price is unknown, which is not zero. */
  readonly costMicros: number | null;
  /** Play money, and labelled as such. */
  readonly isSandbox?: boolean;
  readonly className?: string;
}

export function Money({ costMicros, isSandbox = false, className }: MoneyProps) {
  return (
    <span className={cn("figures inline-flex items-center gap-1.5 whitespace-nowrap", className)}>
      <span className={cn(costMicros === null && "text-ink-faint")}>{formatMoney(costMicros)}</span>
      {isSandbox ? <Badge className="font-sans">sandbox</Badge> : null}
    </span>
  );
}
