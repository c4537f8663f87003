"use client";

import { TriangleAlert } from "lucide-react";
import { Money } from "#components/ui/display/money.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { changeText } from "../../model/words/change-text.ts";

type Plan = RouterOutputs["runs"]["planFork"];

interface ForkPlanProps {
  readonly plan: Plan;
  readonly isSandbox: boolean;
}

/** What a fork reuses, what it runs again, and what that saves and costs. */
export function ForkPlanView({ plan, isSandbox }: ForkPlanProps) {
  const afresh = plan.rerun.filter((id) => !plan.continued.includes(id));
  const list = (nodeIds: readonly string[]) => nodeIds.map((id) => plan.names[id] ?? id).join(", ");
  return (
    <dl aria-label="What the fork does" className="grid grid-cols-[8rem_minmax(0,1fr)] gap-y-2">
      {plan.changes.length === 0 ? null : (
        <>
          <dt className="text-ink-faint">Changed</dt>
          <dd>{plan.changes.map(changeText).join(", ")}</dd>
        </>
      )}
      <dt className="text-ink-faint">Reused</dt>
      <dd>{plan.reused.length === 0 ? "nothing" : list(plan.reused)}</dd>
      <dt className="text-ink-faint">Run again</dt>
      <dd>{afresh.length === 0 ? "nothing" : list(afresh)}</dd>
      {plan.continued.length === 0 ? null : (
        <>
          <dt className="text-ink-faint">Continued</dt>
          <dd>
            {list(plan.continued)}: inside the runs that they had started. What completed there is reused.
          </dd>
        </>
      )}
      <dt className="text-ink-faint">Saved</dt>
      <dd>
        {plan.continued.length === 0 || plan.savedMicros === null ? null : "at least "}
        <Money costMicros={plan.savedMicros} isSandbox={isSandbox} />
      </dd>
      <dt className="text-ink-faint">Costs</dt>
      <dd>
        <Price plan={plan} isSandbox={isSandbox} />
      </dd>
      {plan.sideEffects.length === 0 ? null : (
        <>
          <dt className="flex items-center gap-1.5 text-waiting">
            <TriangleAlert aria-hidden className="size-4" />
            Side effects
          </dt>
          <dd>{list(plan.sideEffects)}: what these do to the outside world happens a second time.</dd>
        </>
      )}
    </dl>
  );
}

/** The cost last time, and the maximum now; unknown prices are shown as unknown. */
function Price({ plan: { lastMicros, expected }, isSandbox }: ForkPlanProps) {
  const { onceMicros, everyTryMicros, playMicros, unpricedModels, unboundedNodes } = expected;
  const unknown = [...unpricedModels, ...unboundedNodes];
  const isPlay = onceMicros === 0 && playMicros > 0;
  const lastTime = (
    <>
      ; last time <Money costMicros={lastMicros} isSandbox={isSandbox} />
    </>
  );
  if (unknown.length > 0 && onceMicros + playMicros === 0) {
    return (
      <>
        not known for {unknown.join(", ")}
        {lastTime}
      </>
    );
  }
  return (
    <>
      at most <Money costMicros={isPlay ? playMicros : onceMicros} isSandbox={isPlay} />
      {everyTryMicros > onceMicros ? (
        <>
          , <Money costMicros={everyTryMicros} isSandbox={false} /> if every call needs all its tries
        </>
      ) : null}
      {lastTime}
      {unknown.length === 0 ? null : `. Unknown, and not in it: ${unknown.join(", ")}`}
    </>
  );
}
