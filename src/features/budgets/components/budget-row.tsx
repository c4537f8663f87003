"use client";

import { Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { TableCell, TableRow } from "#components/ui/layout/table.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { type Budget, nameOfBudget, periodWords, subjectOf } from "../model/budget-words.ts";
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
        {subjectOf(budget)}
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
          <span className="flex items-center justify-end gap-2 @max-md:flex-col @max-md:items-end">
            <Button size="small" aria-label={`Change ${name}`} onClick={() => setOpen("change")}>
              Change
            </Button>
            <IconButton label={`Remove ${name}`} size="icon-small" onClick={() => setOpen("remove")}>
              <Trash2 aria-hidden />
            </IconButton>
          </span>
        ) : null}
        {open === "change" ? <ChangeBudgetDialog budget={budget} onClose={close} /> : null}
        {open === "remove" ? <RemoveBudgetDialog budget={budget} onClose={close} /> : null}
      </TableCell>
    </TableRow>
  );
}
