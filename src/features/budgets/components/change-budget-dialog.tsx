"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { toDollars } from "#components/ui/format/parse-money.ts";
import { maybeSaved, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type Budget, nameOfBudget } from "../model/budget-words.ts";
import { type LimitDraft, readLimit } from "../model/limit-draft.ts";
import { LimitFields } from "./limit-fields.tsx";

interface ChangeBudgetDialogProps {
  readonly budget: Budget;
  readonly onClose: () => void;
}

export function ChangeBudgetDialog({ budget, onClose }: ChangeBudgetDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<LimitDraft>({
    dollars: toDollars(budget.limitMicros),
    warnPercent: budget.warnAt === null ? "" : String(Math.round(budget.warnAt * 100)),
    onLimit: budget.onLimit,
  });
  const limit = readLimit(draft);
  const update = useMutation(
    trpc.budgets.update.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries();
        showToast({ title: "Budget changed", description: "It applies from the next call." });
      },
    }),
  );
  return (
    <FormDialog
      title="Change the budget"
      description={`${nameOfBudget(budget)}. Calls in progress are not stopped.`}
      action="Change budget"
      isReady={limit !== null}
      isPending={update.isPending}
      onClose={onClose}
      onSubmit={() => {
        if (limit !== null) update.mutate({ budgetId: budget.id, ...limit });
      }}
    >
      {update.error === null ? null : <RequestError error={update.error} ifUnanswered={maybeSaved} />}
      <LimitFields draft={draft} onChange={setDraft} per={budget.per} />
    </FormDialog>
  );
}
