"use client";

import { KeyRound } from "lucide-react";
import Link from "next/link";
import { Badge } from "#components/ui/display/badge.tsx";
import type { ProviderName } from "#core/model/model-ref.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { NodeTypeIcon } from "#features/graph/index.ts";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import type { GivenData } from "../../model/cost/cost-estimate.ts";
import {
  isPlayCall,
  missingKeysText,
  type PlannedCall,
  plannedCalls,
} from "../../model/cost/planned-calls.ts";
import { CostNote } from "./cost-note.tsx";

interface PlannedCallListProps {
  readonly plan: Plan;
  /** Vendors for which there is no key. */
  readonly missing: readonly ProviderName[];
  readonly given: GivenData;
}

/** What the run will reach for outside of Penstock, what that may cost, and the keys that are missing for it. */
export function PlannedCallList({ plan, missing, given }: PlannedCallListProps) {
  const calls = plannedCalls(plan);
  return (
    <section aria-label="What it will call" className="grid gap-2">
      <h3 className="text-ink-faint text-mono">What it will call</h3>
      {calls.length === 0 ? (
        <p className="text-ink-soft">Nothing: it is decided inside Penstock, at once.</p>
      ) : (
        <ul className="rounded-base border">
          {calls.map((call) => (
            <CallLine key={call.nodeId} call={call} />
          ))}
        </ul>
      )}
      <CostNote plan={plan} calls={calls} given={given} />
      {missing.length === 0 ? null : <MissingKeys providers={missing} />}
    </section>
  );
}

function CallLine({ call }: { readonly call: PlannedCall }) {
  const isPlay = isPlayCall(call);
  return (
    <li className="flex min-h-8 items-center gap-2 border-b px-2.5 py-1 last:border-b-0">
      <NodeTypeIcon type={call.type} />
      <span className="shrink-0 truncate">{call.name}</span>
      <span className="figures min-w-0 grow truncate text-right text-ink-soft" title={call.target}>
        {isPlay ? call.target.replaceAll("sandbox/", "") : call.target}
      </span>
      {isPlay ? <Badge>sandbox</Badge> : null}
    </li>
  );
}

function MissingKeys({ providers }: { readonly providers: readonly ProviderName[] }) {
  const href = useWorkspaceHref();
  return (
    <p className="flex items-start gap-2 rounded-base bg-waiting-soft px-2.5 py-2">
      <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
      <span>
        {missingKeysText(providers)}{" "}
        <Link href={href("keys")} className="text-accent underline underline-offset-2">
          Add a key
        </Link>{" "}
        or choose a sandbox model.
      </span>
    </p>
  );
}
