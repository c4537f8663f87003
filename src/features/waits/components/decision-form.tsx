"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { useFaultFocus } from "#components/ui/controls/use-fault-focus.ts";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { focusAround } from "#components/ui/focus-page.ts";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { JsonObject } from "#core/json/json.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { capitalized } from "../model/capitalized.ts";
import { type Filled, formFields, readAnswerForm } from "../model/form-fields.ts";
import { FormControl } from "./form-control.tsx";

type Wait = RouterOutputs["waits"]["get"];

const noFaults: ReadonlyMap<string, string> = new Map();

interface DecisionFormProps {
  readonly wait: Wait;
  /** The question stays visible after the decision. */
  readonly isOnRunPage: boolean;
}

/** The form of a decision, with a button for each choice. */
export function DecisionForm({ wait, isOnRunPage }: DecisionFormProps) {
  const schema = isJsonObject(wait.form) ? wait.form : null;
  const fields = schema === null ? [] : formFields(schema);
  const [filled, fill] = useState<Filled>({});
  const [faults, setFaults] = useState(noFaults);
  const [checked, setChecked] = useState<string | null>(null);
  const form = useFaultFocus<HTMLDivElement>(faults);
  const { decide, pending: sent, error } = useDecide(wait, isOnRunPage, form);
  const pending = checked ?? sent;
  const choose = async (choice: string) => {
    setChecked(choice);
    const read = readAnswerForm(fields, filled);
    const found = read.ok ? await faultsIn(schema, read.value) : read.faults;
    setChecked(null);
    setFaults(found);
    if (read.ok && found.size === 0) decide(choice, schema === null ? null : read.value);
  };
  return (
    <div ref={form} className="grid max-w-140 gap-3">
      {fields.map((field) => (
        <FormControl
          key={field.name}
          field={field}
          value={filled[field.name]}
          error={faults.get(field.name) ?? null}
          onChange={(value) => fill((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      {error === null ? null : <RequestError error={error} />}
      <fieldset className="flex flex-wrap gap-2 border-0 p-0">
        <legend className="sr-only">Your decision</legend>
        {wait.choices.map((choice, index) => (
          <Button
            key={choice}
            tone={index === 0 ? "primary" : "secondary"}
            isPending={pending === choice}
            disabled={pending !== null && pending !== choice}
            onClick={({ detail: clicks }) => {
              // Ignore the second click of a double click: it could hit the next question, which nobody has read.
              if (clicks <= 1) void choose(choice);
            }}
          >
            {capitalized(choice)}
          </Button>
        ))}
      </fieldset>
    </div>
  );
}

/** The schema checker is large and most decisions have no form, so it is loaded when one is submitted. */
async function faultsIn(schema: JsonObject | null, value: JsonObject): Promise<ReadonlyMap<string, string>> {
  if (schema === null) return noFaults;
  const { checkForm } = await loadPatiently(() => import("../model/check-form.ts"));
  return checkForm(schema, value);
}

function useDecide(
  { waitId, runId, title }: Wait,
  isOnRunPage: boolean,
  form: RefObject<HTMLElement | null>,
) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutate, isPending, variables, error } = useMutation(
    trpc.waits.decide.mutationOptions({
      onSuccess: ({ resolution, missing }, { choice }) => {
        // The buttons disappear once it is decided.
        if (resolution !== null) focusAround(form.current);
        if (resolution === null) {
          showToast({ tone: "plain", title: `Noted. ${missing} more must choose “${choice}”.` });
        } else if (resolution !== choice) {
          showToast({ tone: "failed", title: `It was already decided: ${resolution}` });
        } else if (!isOnRunPage) showToast({ title: `Decided: ${choice}`, description: title });
      },
      // After an error, too: somebody else, or the deadline, may have been faster.
      onSettled: () =>
        Promise.all([
          queries.invalidateQueries({ queryKey: trpc.waits.pathKey() }),
          queries.invalidateQueries({ queryKey: trpc.runs.get.queryKey({ runId }) }),
          queries.invalidateQueries({ queryKey: trpc.runs.listSteps.pathKey() }),
        ]),
    }),
  );
  return {
    decide: (choice: string, filled: Parameters<typeof mutate>[0]["form"]) =>
      mutate({ waitId, choice, form: filled }),
    pending: isPending ? variables.choice : null,
    error,
  };
}
