"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { readDays } from "../model/read-days.ts";

/** How long the bodies of runs are kept. */
export function RetentionSection() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { workspace } = useShell();
  const { data } = useSuspenseQuery(trpc.workspaces.retention.queryOptions());
  const mayWrite = isAllowed(workspace.role, "workspace.write");
  const kept = data.days === null ? "" : String(data.days);
  const [text, setText] = useState(kept);
  const days = readDays(text);
  const save = useMutation(
    trpc.workspaces.setRetention.mutationOptions({
      onSuccess: async () => {
        showToast({ title: days === null ? "Bodies are kept for good" : `Bodies are kept for ${days} days` });
        await queries.invalidateQueries({ queryKey: trpc.workspaces.retention.queryKey() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (days !== undefined) save.mutate({ days });
  };
  return (
    <section aria-labelledby="retention" className="border-t px-6 py-5 max-sm:px-4">
      <h2 id="retention" className="mb-1 font-semibold text-section">
        How long bodies are kept
      </h2>
      <p className="measure mb-3 text-ink-soft">
        Inputs, outputs, texts, artifacts and what people wrote are deleted this many days after their run has
        ended; without a number of days they are kept for good. The fact that it ran, when, how it ended and
        what it cost is kept in any case.
      </p>
      <form onSubmit={submit} noValidate className="flex max-w-120 items-end gap-2">
        <Field
          label="Days"
          className="grow"
          error={faultOf(days, save.error)}
          hint={mayWrite ? undefined : "Owners and admins can change it."}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              disabled={!mayWrite}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {mayWrite ? (
          <Button
            type="submit"
            disabled={days === undefined || text.trim() === kept}
            isPending={save.isPending}
          >
            Save
          </Button>
        ) : null}
      </form>
    </section>
  );
}

function faultOf(days: number | null | undefined, error: Parameters<typeof describeRequestError>[0] | null) {
  if (days === undefined) return "A whole number from 1 to 3,650, or leave it empty.";
  return error === null ? null : describeRequestError(error).message;
}
