"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type Budget, nameOfBudget } from "../model/budget-words.ts";

interface RemoveBudgetDialogProps {
  readonly budget: Budget;
  readonly onClose: () => void;
}

export function RemoveBudgetDialog({ budget, onClose }: RemoveBudgetDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.budgets.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries();
        showToast({ title: "Budget removed" });
      },
    }),
  );
  return (
    <ConfirmRequest
      title="Remove the budget?"
      description={`${nameOfBudget(budget)}: it will no longer hold anything back. What was spent stays in the books.`}
      action="Remove budget"
      isPending={remove.isPending}
      onConfirm={() => remove.mutate({ budgetId: budget.id })}
      onClose={onClose}
      error={remove.error}
    />
  );
}
