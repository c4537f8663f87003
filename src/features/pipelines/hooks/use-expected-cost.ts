import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { type ExpectedCost, expectCost } from "#core/run/expected-cost.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Pipeline } from "../model/pipeline-outputs.ts";

/** The expected cost of a plan, from its pipeline's latest runs; null while unknown. */
export function useExpectedCost(pipelineId: Pipeline["id"], plan: Plan | null): ExpectedCost | null {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const { data } = useQuery({
    ...trpc.costs.past.queryOptions({ pipelineId }),
    enabled: isAllowed(workspace.role, "costs.read"),
  });
  return useMemo(
    () => (plan === null || data === undefined ? null : expectCost(plan, data.runs)),
    [plan, data],
  );
}

/** Prefetches the costs of the latest runs, so that nothing shifts when they are shown. */
export function useReadPastCosts(pipelineId: Pipeline["id"]): () => void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayRead = isAllowed(useShell().workspace.role, "costs.read");
  return () => {
    if (mayRead) void queries.prefetchQuery(trpc.costs.past.queryOptions({ pipelineId }));
  };
}
