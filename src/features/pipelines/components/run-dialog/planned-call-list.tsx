"use client";

import { Badge } from "#components/ui/display/badge.tsx";
import { formatMoney } from "#components/ui/format/money.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { GivenData } from "#core/run/estimate/estimate-cost.ts";
import type { UsualNodeCost } from "#core/run/expected-cost.ts";
import { NodeTypeIcon } from "#features/graph/index.ts";
import { useExpectedCost } from "../../hooks/use-expected-cost.ts";
import type { Missing } from "../../model/cost/missing.ts";
import { isPlayCall, type PlannedCall, plannedCalls } from "../../model/cost/planned-calls.ts";
import type { Pipeline } from "../../model/pipeline-outputs.ts";
import { MissingNote } from "../missing-note.tsx";
import { CostNote } from "./cost-note.tsx";

interface PlannedCallListProps {
  readonly pipelineId: Pipeline["id"];
  readonly plan: Plan;
  readonly missing: Missing;
  readonly given: GivenData;
}

/** The run's external calls, what they may cost, and the keys and secrets that are missing. */
export function PlannedCallList({ pipelineId, plan, missing, given }: PlannedCallListProps) {
  const calls = plannedCalls(plan);
  const expected = useExpectedCost(pipelineId, plan);
  const usual = new Map(expected?.nodes.map((node) => [node.nodeId, node]));
  return (
    <section aria-label="What it will call" className="grid gap-2">
      <h3 className="text-ink-faint text-mono">What it will call</h3>
      {calls.length === 0 ? (
        <p className="text-ink-soft">Nothing: everything is decided inside Penstock, immediately.</p>
      ) : (
        <ul className="rounded-base border">
          {calls.map((call) => (
            <CallLine key={call.nodeId} call={call} usual={usual.get(call.nodeId)} />
          ))}
        </ul>
      )}
      <CostNote plan={plan} calls={calls} given={given} expected={expected} />
      <MissingNote missing={missing} className="rounded-base bg-waiting-soft px-2.5 py-2" />
    </section>
  );
}

interface CallLineProps {
  readonly call: PlannedCall;
  readonly usual: UsualNodeCost | undefined;
}

function CallLine({ call, usual }: CallLineProps) {
  const isPlay = isPlayCall(call);
  return (
    <li className="flex min-h-8 items-center gap-2 border-b px-2.5 py-1 last:border-b-0">
      <NodeTypeIcon type={call.type} />
      <span className="shrink-0 truncate">{call.name}</span>
      <span className="figures min-w-0 grow truncate text-right text-ink-soft" title={call.target}>
        {isPlay ? call.target.replaceAll("sandbox/", "") : call.target}
      </span>
      {usual === undefined ? null : (
        <span
          className="figures shrink-0 text-ink-faint"
          title={`Nine of ten at most ${formatMoney(usual.p90Micros)}, by ${usual.count} earlier calls`}
        >
          about {formatMoney(usual.p50Micros)}
        </span>
      )}
      {isPlay ? <Badge>sandbox</Badge> : null}
    </li>
  );
}
