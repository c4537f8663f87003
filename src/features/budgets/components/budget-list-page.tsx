"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/layout/table.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { BudgetRow } from "./budget-row.tsx";

const AddBudgetDialog = dynamic(
  async () => (await loadPatiently(() => import("./add-budget-dialog.tsx"))).AddBudgetDialog,
  {
    ssr: false,
  },
);

const freshMs = 10_000;

/** The workspace's budgets and how much of each is used. */
export function BudgetListPage() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const [isAdding, setIsAdding] = useState(false);
  const { data } = useSuspenseQuery({ ...trpc.budgets.list.queryOptions(), refetchInterval: freshMs });
  const mayManage = isAllowed(workspace.role, "budgets.manage");
  const isEmpty = data.budgets.length === 0;
  const add = mayManage ? (
    <Button tone="primary" onClick={() => setIsAdding(true)}>
      <Plus aria-hidden />
      Set a budget
    </Button>
  ) : undefined;
  return (
    <>
      <TopLine crumbs={[{ label: "Budgets" }]} actions={isEmpty ? undefined : add} />
      {isEmpty ? (
        <EmptyState title="No budgets yet" {...(add === undefined ? {} : { action: add })}>
          A budget is a gate: before a model is called, the most that the call can cost is reserved in it, and
          a call that does not fit is not made. {mayManage ? "" : "Owners and admins can set budgets."}
        </EmptyState>
      ) : (
        <>
          <p className="measure px-6 py-3 text-ink-soft max-sm:px-4">
            Before a model is called, the most that the call can cost is reserved in every budget that applies
            to it. A call that does not fit is not made: its node fails, or waits until there is room, as the
            budget says. Near its limit and at its limit, a budget sends an event, which can start pipelines.
            Play money of the sandbox counts like real money.
            {mayManage ? "" : " Owners and admins can change budgets."}
          </p>
          <Table label="Budgets" className="border-t">
            <TableHead>
              <tr>
                <TableHeading>For</TableHeading>
                <TableHeading className="@max-lg:hidden">Period</TableHeading>
                <TableHeading>Used</TableHeading>
                <TableHeading className="@max-3xl:hidden">Resets</TableHeading>
                <TableHeading>
                  <span className="sr-only">Actions</span>
                </TableHeading>
              </tr>
            </TableHead>
            <TableBody>
              {data.budgets.map((budget) => (
                <BudgetRow key={budget.id} budget={budget} mayManage={mayManage} />
              ))}
            </TableBody>
          </Table>
        </>
      )}
      {isAdding ? <AddBudgetDialog onClose={() => setIsAdding(false)} /> : null}
    </>
  );
}
