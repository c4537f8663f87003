"use client";

import { Pencil, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { RowActions } from "#components/ui/floating/row-actions.tsx";
import { TableCell, TableRow } from "#components/ui/layout/table.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { type Budget, budgetSubjectOf, nameOfBudget, periodWords } from "../model/budget-words.ts";
import { BudgetUse } from "./budget-use.tsx";

const ChangeBudgetDialog = dynamic(
  async () => (await loadPatiently(() => import("./change-budget-dialog.tsx"))).ChangeBudgetDialog,
  { ssr: false },
);
const RemoveBudgetDialog = dynamic(
  async () => (await loadPatiently(() => import("./remove-budget-dialog.tsx"))).RemoveBudgetDialog,
  { ssr: false },
);

interface BudgetRowProps {
  readonly budget: Budget;
  readonly mayManage: boolean;
}

export function BudgetRow({ budget, mayManage }: BudgetRowProps) {
  const [open, setOpen] = useState<"change" | "remove" | null>(null);
  const close = () => setOpen(null);
  const name = nameOfBudget(budget);
  return (
    <TableRow>
      <TableCell className="break-words">
        {budgetSubjectOf(budget)}
        <p className="text-ink-faint @lg:hidden">{periodWords[budget.per]}</p>
      </TableCell>
      <TableCell className="whitespace-nowrap text-ink-soft @max-lg:hidden">
        {periodWords[budget.per]}
      </TableCell>
      <TableCell className="w-1/3 min-w-40">
        <BudgetUse budget={budget} />
      </TableCell>
      <TableCell className="whitespace-nowrap text-ink-soft @max-3xl:hidden">
        {budget.window === null ? (
          "with each run"
        ) : (
          <>
            <RelativeTime timeMs={budget.window.endsAtMs} />
            <span className="block text-ink-faint text-mono">{budget.timezone}</span>
          </>
        )}
      </TableCell>
      <TableCell>
        {mayManage ? (
          <RowActions
            name={name}
            actions={[
              { word: "Change", Icon: Pencil, onSelect: () => setOpen("change") },
              { word: "Remove", Icon: Trash2, isSign: true, onSelect: () => setOpen("remove") },
            ]}
          />
        ) : null}
        {open === "change" ? <ChangeBudgetDialog budget={budget} onClose={close} /> : null}
        {open === "remove" ? <RemoveBudgetDialog budget={budget} onClose={close} /> : null}
      </TableCell>
    </TableRow>
  );
}
