"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Webhook } from "../model/webhook-words.ts";
import { isWhole, type WebhookDraft, WebhookFields } from "./webhook-fields.tsx";

interface ChangeWebhookDialogProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

export function ChangeWebhookDialog({ webhook, onClose }: ChangeWebhookDialogProps) {
  const { endpointId, url, description, types } = webhook;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<WebhookDraft>({ url, description, types });
  const [isRefused, setIsRefused] = useState(false);
  const update = useMutation(
    trpc.webhooks.update.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries({ queryKey: trpc.webhooks.pathKey() });
      },
    }),
  );
  return (
    <FormDialog
      title="Change the webhook"
      description="Pending messages go to the new address."
      action="Save webhook"
      isPending={update.isPending}
      onSubmit={() => {
        setIsRefused(!isWhole(draft));
        if (isWhole(draft)) {
          const wish = { ...draft, url: draft.url.trim(), types: [...draft.types] };
          update.mutate({ endpointId, ...wish });
        }
      }}
      onClose={onClose}
    >
      {update.error === null ? null : <RequestError error={update.error} />}
      <WebhookFields draft={draft} isRefused={isRefused} onChange={setDraft} />
    </FormDialog>
  );
}
