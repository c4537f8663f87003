"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type Missing, nothingMissing, providersWithoutKey, secretsWithout } from "../model/cost/missing.ts";
import { plannedCalls } from "../model/cost/planned-calls.ts";
import { snapshotOf } from "../model/publish/published-difference.ts";
import { draftSource } from "../model/run-form/run-source.ts";

/** What a plan needs that the workspace does not have. Empty while unknown: the server checks too. */
export function useMissing(plan: Plan | null): Missing {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const needsSecrets = plan?.nodes.some(({ secrets }) => secrets.length > 0) ?? false;
  const keys = useQuery({
    ...trpc.keys.list.queryOptions(),
    enabled: isAllowed(workspace.role, "keys.read"),
  }).data;
  const secrets = useQuery({
    ...trpc.secrets.list.queryOptions(),
    enabled: needsSecrets && isAllowed(workspace.role, "secrets.read"),
  }).data;
  return useMemo(() => {
    if (plan === null) return nothingMissing;
    const known = keys === undefined ? null : new Set(keys.keys.map(({ provider }) => provider));
    const named = secrets === undefined ? null : new Set(secrets.secrets.map(({ name }) => name));
    return {
      providers: known === null ? [] : providersWithoutKey(plannedCalls(plan), known),
      secrets: named === null ? [] : secretsWithout(plan, named),
    };
  }, [plan, keys, secrets]);
}

/** The plan of the draft in the editor; null while it has errors, or its agents are unknown. */
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
