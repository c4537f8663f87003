"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Webhook } from "../model/webhook-words.ts";

interface RemoveWebhookDialogProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

export function RemoveWebhookDialog({ webhook: { endpointId, url }, onClose }: RemoveWebhookDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.webhooks.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries({ queryKey: trpc.webhooks.pathKey() });
      },
    }),
  );
  return (
    <ConfirmRequest
      title="Remove the webhook?"
      description={`Nothing more will be sent to ${url}, and its past messages will no longer be listed.`}
      action="Remove webhook"
      isPending={remove.isPending}
      onConfirm={() => remove.mutate({ endpointId })}
      onClose={onClose}
      error={remove.error}
    />
  );
}
