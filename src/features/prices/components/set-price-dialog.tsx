"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { emptyForm, type PriceFaults, type PriceForm, readPrice, toForm } from "../model/price-form.ts";
import type { PriceRow } from "../model/price-rows.ts";

interface SetPriceDialogProps {
  /** Null: the model is still to be entered. */
  readonly row: PriceRow | null;
  readonly onClose: () => void;
}

const fields: readonly { readonly name: keyof PriceForm; readonly label: string; readonly hint?: string }[] =
  [
    { name: "input", label: "Input" },
    { name: "output", label: "Output", hint: "A model's thinking counts as output." },
    { name: "cacheRead", label: "Cache reads", hint: "Empty: same as the input." },
    { name: "cacheWrite", label: "Cache writes", hint: "Empty: same as the input." },
  ];

export function SetPriceDialog({ row, onClose }: SetPriceDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [form, setForm] = useState<PriceForm>(row === null ? emptyForm : toForm(row.model, row.prices));
  const [faults, setFaults] = useState<PriceFaults>({});
  const set = useMutation(
    trpc.prices.set.mutationOptions({
      onSuccess: async (_nothing, { model }) => {
        onClose();
        await queries.invalidateQueries();
        showToast({
          title: `The price of ${model} is set`,
          description: "It applies to runs that start from now on.",
        });
      },
    }),
  );
  const submit = () => {
    const read = readPrice(form, row?.prices ?? null);
    setFaults(read.ok ? {} : read.faults);
    if (read.ok) set.mutate({ model: read.model, prices: read.prices });
  };
  const change = (name: keyof PriceForm) => (value: string) => setForm({ ...form, [name]: value });
  return (
    <FormDialog
      title={row === null ? "Set a price" : `Price of ${row.model}`}
      description="US dollars per million tokens. Runs that have started keep the prices they started with."
      action="Set price"
      isPending={set.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {set.error === null ? null : <RequestError error={set.error} ifUnanswered={null} />}
      {row === null ? (
        <Field label="Model" isRequired hint="As nodes name it: provider/model." error={faults.model ?? null}>
          {(control) => (
            <Input
              {...control}
              spellCheck={false}
              className="font-mono"
              value={form.model}
              onChange={(event) => change("model")(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <div className="grid grid-cols-2 gap-4">
        {fields.map(({ name, label, hint }) => (
          <Field
            key={name}
            label={label}
            isRequired={name === "input" || name === "output"}
            hint={hint}
            error={faults[name] ?? null}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                className="figures"
                value={form[name]}
                onChange={(event) => change(name)(event.target.value)}
              />
            )}
          </Field>
        ))}
      </div>
      {row?.prices.longPrompt === undefined ? null : (
        <p className="text-ink-soft">
          The list price for long prompts no longer applies: this one is for prompts of any length.
        </p>
      )}
    </FormDialog>
  );
}
