"use client";

import { useDeferredValue, useMemo } from "react";
import { Badge } from "#components/ui/display/badge.tsx";
import { formatMoney } from "#components/ui/format/money.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { type CostEstimate, estimateCost, type GivenData } from "#core/run/estimate/estimate-cost.ts";
import type { ExpectedCost } from "#core/run/expected-cost.ts";
import { useOwnPrices } from "../../hooks/use-own-prices.ts";
import { isPlayCall, type PlannedCall } from "../../model/cost/planned-calls.ts";
import { talkBounds } from "../../model/cost/talk-bound.ts";
import { ExpectedCostRows } from "../expected-cost-rows.tsx";

interface CostNoteProps {
  readonly plan: Plan;
  readonly calls: readonly PlannedCall[];
  readonly given: GivenData;
  readonly expected: ExpectedCost | null;
}

/** How many model calls there are, and their usual and maximum cost; unknown prices are shown as unknown. */
export function CostNote({ plan, calls, given, expected }: CostNoteProps) {
  const settled = useDeferredValue(JSON.stringify(given));
  const prices = useOwnPrices();
  const estimate = useMemo(
    () => estimateCost(plan, JSON.parse(settled) as GivenData, prices),
    [plan, settled, prices],
  );
  const models = calls.filter(({ providers }) => providers.length > 0);
  const most = estimate.modelCalls;
  if (models.length + most + estimate.unboundedNodes.length === 0) return null;
  const isPlay = models.every(isPlayCall) && estimate.onceMicros === 0 && estimate.playMicros > 0;
  return (
    <dl aria-label="Estimate" className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
      <dt className="text-ink-faint">Model calls</dt>
      <dd>{callWords(estimate)}</dd>
      <ExpectedCostRows expected={expected} />
      {isPlay ? null : (
        <>
          <dt className="text-ink-faint">Costs at most</dt>
          <dd>
            <RealMoney estimate={estimate} />
            <TalkBounds plan={plan} />
          </dd>
        </>
      )}
      {estimate.playMicros === 0 ? null : (
        <>
          <dt className="text-ink-faint">{isPlay ? "Costs at most" : "And"}</dt>
          <dd className="flex flex-wrap items-center gap-x-1.5">
            <span className="figures">{formatMoney(estimate.playMicros)}</span>
            <Badge>sandbox</Badge> play money
          </dd>
        </>
      )}
    </dl>
  );
}

function callWords({ modelCalls, uncountedNodes }: CostEstimate): string {
  if (modelCalls === 0) return "not known";
  const others = uncountedNodes.length === 0 ? "" : `, without those of ${uncountedNodes.join(", ")}`;
  const most = modelCalls === 1 ? "one" : `up to ${modelCalls.toLocaleString("en-US")}`;
  return `${most}${others}, and more if a call is retried`;
}

/** Explains a very high maximum and how to lower it. */
function TalkBounds({ plan }: { readonly plan: Plan }) {
  const bounds = talkBounds(plan);
  if (bounds.length === 0) return null;
  return (
    <details className="text-ink-soft">
      <summary className="cursor-pointer rounded-small">How the maximum is made up</summary>
      {bounds.map((bound) => (
        <p key={bound}>{bound}</p>
      ))}
    </details>
  );
}

function RealMoney({ estimate }: { readonly estimate: CostEstimate }) {
  const { onceMicros, everyTryMicros, unpricedModels, unboundedNodes } = estimate;
  const isKnown = unpricedModels.length + unboundedNodes.length === 0;
  return (
    <>
      {isKnown ? <span className="figures">{formatMoney(onceMicros)}</span> : "unknown"}
      {isKnown && everyTryMicros > onceMicros ? (
        <>
          , <span className="figures">{formatMoney(everyTryMicros)}</span> if every call needs all its tries
        </>
      ) : null}
      {isKnown || onceMicros === 0 ? null : (
        <>
          {" "}
          (the rest <span className="figures">{formatMoney(onceMicros)}</span>)
        </>
      )}
      {unpricedModels.length === 0 ? null : (
        <p className="text-ink-soft">The price of {unpricedModels.join(", ")} is not known.</p>
      )}
      {unboundedNodes.length === 0 ? null : (
        <p className="text-ink-soft">
          What {unboundedNodes.join(", ")} will cost is not known before the run.
        </p>
      )}
    </>
  );
}
