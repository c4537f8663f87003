import { formatMoney } from "../format/money.ts";
import { Badge } from "./badge.tsx";

interface UsualCostProps {
  /** Micros of USD: the median and the 90th percentile of earlier runs. */
  readonly p50Micros: number;
  readonly p90Micros: number;
  /** Play money, and labelled as such. */
  readonly isSandbox: boolean;
}

/** `about $0.0120, nine of ten at most $0.0200`. */
export function UsualCostView({ p50Micros, p90Micros, isSandbox }: UsualCostProps) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <span>
        about <span className="figures">{formatMoney(p50Micros)}</span>, nine of ten at most{" "}
        <span className="figures">{formatMoney(p90Micros)}</span>
      </span>
      {isSandbox ? <Badge>sandbox</Badge> : null}
    </span>
  );
}
