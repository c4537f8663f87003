"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiTokenId } from "#core/ids.ts";
import { ConfirmRequest } from "#features/errors/index.ts";
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
    <ConfirmRequest
      title={`Revoke ${name}?`}
      description="Programs that use it are refused from now on. It cannot be restored."
      action="Revoke token"
      isPending={revoke.isPending}
      onConfirm={() => revoke.mutate({ tokenId })}
      onClose={onClose}
      error={revoke.error}
    />
  );
}
