"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { SecretId } from "#core/ids.ts";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { SecretUsesView } from "./secret-uses-view.tsx";

interface RemoveSecretDialogProps {
  readonly secretId: SecretId;
  readonly name: string;
  readonly onClose: () => void;
}

export function RemoveSecretDialog({ secretId, name, onClose }: RemoveSecretDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.secrets.remove.mutationOptions({
      onSuccess: async ({ pipelines }) => {
        onClose();
        await queries.invalidateQueries();
        const stopped = pipelines.filter(({ isPublished }) => isPublished);
        const names = stopped.map((pipeline) => pipeline.name).join(", ");
        showToast({
          title: `${name} is removed`,
          ...(stopped.length === 0
            ? {}
            : { description: `Still used by ${names}: no run of it can start without the secret.` }),
        });
      },
    }),
  );
  return (
    <ConfirmRequest
      title={`Remove ${name}?`}
      description="Its value is destroyed and cannot be brought back. It stays valid at the service that issued it until you revoke it there."
      action="Remove secret"
      isPending={remove.isPending}
      onConfirm={() => remove.mutate({ secretId })}
      onClose={onClose}
      error={remove.error}
    >
      <SecretUsesView secretId={secretId} name={name} />
    </ConfirmRequest>
  );
}
