"use client";

import { useQuery } from "@tanstack/react-query";
import { Wallet } from "lucide-react";
import Link from "next/link";
import { isAllowed } from "#core/policy/permissions.ts";
import { type Budget, nameOfBudget, waitingWords } from "#features/budgets/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

const freshMs = 60_000;

function wordsOf(budget: Budget): string {
  const words = { ok: [], warned: ["near its limit"], full: ["used up"] }[budget.state];
  return [...words, ...(budget.waitingCalls === 0 ? [] : [waitingWords(budget)])].join(", ");
}

/** Budgets that are (nearly) used up or that calls wait for: the next call may be refused. */
export function TightBudgets() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const { data } = useQuery({ ...trpc.budgets.list.queryOptions(), refetchInterval: freshMs });
  const tight = data?.budgets.filter(({ state, waitingCalls }) => state !== "ok" || waitingCalls > 0) ?? [];
  if (tight.length === 0) return null;
  const hasFull = tight.some(({ state, raiseCalls }) => state === "full" || raiseCalls > 0);
  const needsOthers =
    !isAllowed(workspace.role, "budgets.manage") && tight.some(({ raiseCalls }) => raiseCalls > 0);
  return (
    <section
      aria-label="Budgets near their limits"
      className={`flex gap-2 border-b px-6 py-2 max-sm:px-4 ${hasFull ? "bg-failed-soft" : "bg-waiting-soft"}`}
    >
      <Wallet aria-hidden className={`mt-0.5 size-4 shrink-0 ${hasFull ? "text-failed" : "text-waiting"}`} />
      <p className="min-w-0 break-words">
        {tight.map((budget) => `${nameOfBudget(budget)}: ${wordsOf(budget)}`).join(". ")}.{" "}
        {needsOthers ? "An owner or an admin can raise a limit. " : null}
        <Link href={`/${workspace.slug}/budgets`} className="text-accent underline underline-offset-2">
          Budgets
        </Link>
      </p>
    </section>
  );
}
