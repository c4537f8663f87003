"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "#components/ui/floating/confirm-dialog.tsx";
import type { ApiTokenId } from "#core/ids.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

interface RevokeTokenDialogProps {
  readonly tokenId: ApiTokenId;
  readonly name: string;
  readonly onClose: () => void;
}

export function RevokeTokenDialog({ tokenId, name, onClose }: RevokeTokenDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries({ queryKey: trpc.tokens.pathKey() });
      },
    }),
  );
  return (
    <ConfirmDialog
      title={`Revoke ${name}?`}
      description="Programs that use it are refused from now on. It cannot be brought back."
      action="Revoke token"
      isPending={revoke.isPending}
      onConfirm={() => revoke.mutate({ tokenId })}
      onClose={onClose}
    >
      {revoke.error === null ? null : <RequestError error={revoke.error} />}
    </ConfirmDialog>
  );
}
