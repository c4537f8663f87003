"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { ownTimezone } from "#components/ui/format/own-timezone.ts";
import { type BudgetPeriod, budgetPeriods } from "#core/pricing/budget.ts";
import { maybeMade, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import { useSubjects } from "../hooks/use-subjects.ts";
import { periodWords } from "../model/budget-words.ts";
import { type LimitDraft, readLimit } from "../model/limit-draft.ts";
import { LimitFields } from "./limit-fields.tsx";

export function AddBudgetDialog({ onClose }: { readonly onClose: () => void }) {
  const subjects = useSubjects();
  const [chosen, setChosen] = useState("workspace");
  const [per, setPer] = useState<BudgetPeriod>("month");
  const [draft, setDraft] = useState<LimitDraft>({ dollars: "", warnPercent: "80", onLimit: "fail" });
  const [timezone] = useState(ownTimezone);
  const subject = subjects.find(({ key }) => key === chosen);
  const limit = readLimit(draft);
  const create = useCreate(onClose);
  return (
    <FormDialog
      title="Set a budget"
      description="It takes effect immediately. What was spent so far in the current day or month counts, and so do calls in progress."
      action="Set budget"
      isReady={limit !== null && subject !== undefined}
      isPending={create.isPending}
      onClose={onClose}
      onSubmit={() => {
        if (limit === null || subject === undefined) return;
        const { limitMicros, warnAt, onLimit } = limit;
        create.mutate({
          scope: subject.scope,
          per,
          timezone,
          limitMicros,
          onLimit,
          warnAt: per === "run" ? null : warnAt,
        });
      }}
    >
      {create.error === null ? null : <RequestError error={create.error} ifUnanswered={maybeMade} />}
      <Field label="For" isRequired>
        {(control) => (
          <Select {...control} value={chosen} onChange={(event) => setChosen(event.target.value)}>
            {subjects.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Period" isRequired hint={resetWords(per, timezone)}>
        {(control) => (
          <Select
            {...control}
            value={per}
            onChange={(event) => setPer(budgetPeriods.find((one) => one === event.target.value) ?? per)}
          >
            {budgetPeriods.map((one) => (
              <option key={one} value={one}>
                {periodWords[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <LimitFields draft={draft} onChange={setDraft} per={per} />
    </FormDialog>
  );
}

function useCreate(onClose: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const keys = useRequestKeys();
  const create = useMutation(trpc.budgets.create.mutationOptions());
  return useMutation({
    mutationFn: (input: Parameters<typeof create.mutateAsync>[0]) =>
      keys.send(input, (idempotencyKey) => create.mutateAsync({ ...input, idempotencyKey })),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries();
      showToast({ title: "Budget set", description: "It applies from the next call." });
    },
  });
}

function resetWords(per: BudgetPeriod, timezone: string): string {
  switch (per) {
    case "run":
      return "Each run has the whole limit for itself.";
    case "day":
      return `It resets every midnight in ${timezone}.`;
    case "month":
      return `It resets when a month begins in ${timezone}.`;
  }
}
