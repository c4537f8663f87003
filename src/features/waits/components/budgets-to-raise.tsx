"use client";

import { useQuery } from "@tanstack/react-query";
import { Wallet } from "lucide-react";
import Link from "next/link";
import { isAllowed } from "#core/policy/permissions.ts";
import { type Budget, nameOfBudget, waitingWords } from "#features/budgets/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

const refreshMs = 5_000;

/** Budgets that block calls until somebody raises the limit, and that the reader may raise. */
export function useBudgetsToRaise(): readonly Budget[] {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const mayRaise = isAllowed(workspace.role, "budgets.manage");
  const { data } = useQuery({
    ...trpc.budgets.list.queryOptions(),
    refetchInterval: refreshMs,
    enabled: mayRaise,
  });
  return mayRaise ? (data?.budgets.filter(({ raiseCalls }) => raiseCalls > 0) ?? []) : [];
}

/** Lists them, if there are any. */
export function BudgetsToRaise({ budgets }: { readonly budgets: readonly Budget[] }) {
  const { workspace } = useShell();
  if (budgets.length === 0) return null;
  return (
    <section
      aria-label="Limits that hold runs back"
      className="flex gap-2 border-b bg-failed-soft px-6 py-2 max-sm:px-4"
    >
      <Wallet aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <p className="min-w-0 break-words">
        {budgets.map((budget) => `${nameOfBudget(budget)}: ${waitingWords(budget)}`).join(". ")}. You can
        raise it under{" "}
        <Link href={`/${workspace.slug}/budgets`} className="text-accent underline underline-offset-2">
          Budgets
        </Link>
        .
      </p>
    </section>
  );
}
