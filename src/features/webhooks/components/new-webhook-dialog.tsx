"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { maybeMade, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import { ShownSecret } from "./shown-secret.tsx";
import { isWhole, type WebhookDraft, WebhookFields } from "./webhook-fields.tsx";

/** Creates a webhook, and shows its secret this one time. */
export function NewWebhookDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const keys = useRequestKeys();
  const ask = useMutation(trpc.webhooks.create.mutationOptions());
  const create = useMutation({
    mutationFn: ({ url, description, types }: WebhookDraft) => {
      const wanted = { url: url.trim(), description, types: [...types] };
      return keys.send(wanted, (idempotencyKey) => ask.mutateAsync({ ...wanted, idempotencyKey }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: trpc.webhooks.pathKey() }),
  });
  const [draft, setDraft] = useState<WebhookDraft>({
    url: "",
    description: "",
    types: ["run.failed", "run.timeout", "wait.opened", "budget.reached"],
  });
  const [isRefused, setIsRefused] = useState(false);
  if (create.data !== undefined) {
    return (
      <ShownSecret
        secret={create.data.secret}
        description="The receiver uses it to check that a message comes from here. This is the only time it is shown; it can be renewed."
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      title="New webhook"
      description="It gets a message for each event from now on. Messages say what happened to which run, and contain neither inputs nor outputs."
      action="Create webhook"
      isPending={create.isPending}
      onSubmit={() => {
        setIsRefused(!isWhole(draft));
        if (isWhole(draft)) create.mutate(draft);
      }}
      onClose={onClose}
    >
      {create.error === null ? null : <RequestError error={create.error} ifUnanswered={maybeMade} />}
      <WebhookFields draft={draft} isRefused={isRefused} onChange={setDraft} />
    </FormDialog>
  );
}
