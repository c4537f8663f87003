import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { type ExpectedCost, expectCost } from "#core/run/expected-cost.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Pipeline } from "../model/pipeline-outputs.ts";

/** What a plan will probably cost by the latest runs of its pipeline; null while that, or the plan, is not known. */
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

/** Begins to read what the latest runs cost, for what is about to show it: nothing moves for it then. */
export function useReadPastCosts(pipelineId: Pipeline["id"]): () => void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayRead = isAllowed(useShell().workspace.role, "costs.read");
  return () => {
    if (mayRead) void queries.prefetchQuery(trpc.costs.past.queryOptions({ pipelineId }));
  };
}
