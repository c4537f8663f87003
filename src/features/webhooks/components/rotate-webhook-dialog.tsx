"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Webhook } from "../model/webhook-words.ts";
import { ShownSecret } from "./shown-secret.tsx";

interface RotateWebhookDialogProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

export function RotateWebhookDialog({ webhook: { endpointId }, onClose }: RotateWebhookDialogProps) {
  const trpc = useTRPC();
  const rotate = useMutation(trpc.webhooks.rotateSecret.mutationOptions());
  if (rotate.data !== undefined) {
    return (
      <ShownSecret
        secret={rotate.data.secret}
        description="This is the only time it is shown. For a day messages are also signed with the previous one."
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmRequest
      title="Renew the secret?"
      description="For a day messages are signed with both, so that the receiver has time to switch."
      action="Renew secret"
      isPending={rotate.isPending}
      onConfirm={() => rotate.mutate({ endpointId })}
      onClose={onClose}
      error={rotate.error}
    />
  );
}
