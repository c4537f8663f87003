"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import type { RunId } from "#core/ids.ts";
import type { WaitKind } from "#core/waits/words.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { DecisionCardOnDemand } from "./decision-card-on-demand.tsx";

const refreshMs = 2_000;

// Loaded on demand: most runs never wait for money.
const BudgetWait = dynamic(async () => (await loadPatiently(() => import("./budget-wait.tsx"))).BudgetWait, {
  ssr: false,
});

interface RunDecisionsProps {
  readonly runId: RunId;
  /** Only those of this node; null: all open ones. */
  readonly nodeId: string | null;
  /** New questions may come, or somebody else may decide. */
  readonly isOpen: boolean;
}

/** Open decisions, and waits for money. */
const kinds: WaitKind[] = ["approval", "budget"];

/** A run's decisions and its waits for money; for one node, also what was decided. */
export function RunDecisions({ runId, nodeId, isOpen }: RunDecisionsProps) {
  const trpc = useTRPC();
  const input = { runId, which: nodeId === null ? "open" : "all", kinds, limit: 200 } as const;
  const { data, error, refetch } = useQuery({
    ...trpc.waits.list.queryOptions(input),
    refetchInterval: isOpen && refreshMs,
  });
  const waits = (data?.waits ?? []).filter(
    (wait) =>
      (wait.kind === "approval" || wait.ending === null) && (nodeId === null || wait.nodeId === nodeId),
  );
  const fault = error === null ? null : <RequestError error={error} again={refetch} className="m-3" />;
  // A failed refetch must not remove a card that somebody is writing in.
  if (waits.length === 0) return fault;
  return (
    <section aria-label="Decisions of this run" className="divide-y border-b">
      {fault}
      {waits.map((wait) =>
        wait.kind === "budget" ? (
          <BudgetWait key={wait.waitId} wait={wait} isOnRunPage />
        ) : (
          <DecisionCardOnDemand key={`${wait.waitId}-${wait.ending}`} waitId={wait.waitId} isOnRunPage />
        ),
      )}
    </section>
  );
}
