"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { parseJsonText } from "#core/json/parse-json-text.ts";
import { eventNameSchema } from "#core/nodes/fields/names.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

interface SendEventDialogProps {
  /** The initial name. */
  readonly name: string;
  readonly onClose: () => void;
}

/** Sends an event as a program would, to test what waits for it. */
export function SendEventDialog({ name: first, onClose }: SendEventDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState(first);
  const [data, setData] = useState('{ "amount": 120 }');
  const named = eventNameSchema.safeParse(name);
  const nameFault = named.success || name === "" ? null : (named.error.issues[0]?.message ?? null);
  const parsed = parseJsonText(data);
  const send = useMutation({
    ...trpc.events.send.mutationOptions(),
    onSuccess: async ({ matched }) => {
      await queries.invalidateQueries(trpc.events.pathFilter());
      showToast({ title: matched === 0 ? "Sent; nothing waits for it" : `Sent; it matched ${matched}` });
      onClose();
    },
  });
  return (
    <FormDialog
      title="Send an event"
      description="It starts runs and ends waits, as an event from a program would. Those runs cost money as usual."
      action="Send"
      isReady={named.success && parsed.ok}
      isPending={send.isPending}
      onSubmit={() => {
        if (named.success && parsed.ok) send.mutate({ name: named.data, data: parsed.value });
      }}
      onClose={onClose}
    >
      {send.error === null ? null : <RequestError error={send.error} />}
      <Field label="Name" isRequired error={nameFault} hint="Words separated by dots, such as invoice.paid.">
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Data"
        isRequired
        hint="JSON: what the event carries. It becomes the input of the runs that it starts."
        error={parsed.ok ? null : parsed.fault.message}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={6}
            spellCheck={false}
            className="font-mono"
            value={data}
            onChange={(event) => setData(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
