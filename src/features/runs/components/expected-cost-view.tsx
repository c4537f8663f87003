"use client";

import { useQuery } from "@tanstack/react-query";
import { UsualCostView } from "#components/ui/display/usual-cost-view.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import { comparedWords } from "../model/words/compared-cost.ts";

/** The cost that earlier runs predicted, and how the actual cost compares. */
export function ExpectedCostView({ run, tree }: Pick<RunSnapshot, "run" | "tree">) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const { data } = useQuery({
    ...trpc.costs.expected.queryOptions({ runId: run.id }),
    enabled: isAllowed(workspace.role, "costs.read"),
  });
  if (data === undefined) return null;
  const { runs, real, play, unknownNodes } = data;
  if (runs === 0) return <span className="text-ink-faint">not known: no earlier run with these models</span>;
  const words =
    unknownNodes.length > 0
      ? null
      : comparedWords({ status: run.status, costMicros: (tree ?? run).costMicros }, real ?? play);
  return (
    <>
      {real === null ? null : <UsualCostView {...real} isSandbox={false} />}
      {play === null ? null : <UsualCostView {...play} isSandbox />}
      <span className="text-ink-soft">
        {`by ${runs === 1 ? "one run" : `${runs} runs`} before it`}
        {words === null ? "" : `; ${words}`}
        {unknownNodes.length === 0 ? "" : `; without ${unknownNodes.join(", ")}, whose costs were not known`}
      </span>
    </>
  );
}
