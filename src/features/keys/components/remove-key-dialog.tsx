"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ProviderKeyId } from "#core/ids.ts";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

interface RemoveKeyDialogProps {
  readonly keyId: ProviderKeyId;
  readonly label: string;
  readonly onClose: () => void;
}

export function RemoveKeyDialog({ keyId, label, onClose }: RemoveKeyDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.keys.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries();
      },
    }),
  );
  return (
    <ConfirmRequest
      title={`Remove ${label}?`}
      description="It is destroyed here and cannot be brought back. Runs that need it fail at their next call; it stays valid at the provider until you revoke it there."
      action="Remove key"
      isPending={remove.isPending}
      onConfirm={() => remove.mutate({ keyId })}
      onClose={onClose}
      error={remove.error}
    />
  );
}
