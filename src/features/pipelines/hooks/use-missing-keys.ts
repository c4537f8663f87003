"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ProviderName } from "#core/model/model-ref.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { plannedCalls, providersWithoutKey } from "../model/cost/planned-calls.ts";
import { snapshotOf } from "../model/publish/published-difference.ts";
import { draftSource } from "../model/run-form/run-source.ts";

const none: readonly ProviderName[] = [];

/** Vendors that a run of this plan would call without a key. Empty while the keys, or the plan, are not known: the server checks too. */
export function useMissingKeys(plan: Plan | null): readonly ProviderName[] {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const { data } = useQuery({
    ...trpc.keys.list.queryOptions(),
    enabled: isAllowed(workspace.role, "keys.read"),
  });
  return useMemo(() => {
    if (plan === null || data === undefined) return none;
    return providersWithoutKey(plannedCalls(plan), new Set(data.keys.map(({ provider }) => provider)));
  }, [plan, data]);
}

/** What the draft on the screen would run; null while it has faults, or its agents are not known. */
export function useDraftPlan(definition: PipelineDefinition | null): Plan | null {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.agents.list.queryOptions());
  return useMemo(
    () =>
      definition === null || data === undefined
        ? null
        : (draftSource(definition, data.agents.map(snapshotOf))?.plan ?? null),
    [definition, data],
  );
}
