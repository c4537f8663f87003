"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
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
    <Dialog
      open
      size="small"
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={`Revoke ${name}?`}
      description="Programs that use it are refused from this moment on. It cannot be brought back."
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button tone="danger" isPending={revoke.isPending} onClick={() => revoke.mutate({ tokenId })}>
            Revoke token
          </Button>
        </>
      }
    >
      {revoke.error === null ? null : <RequestError error={revoke.error} />}
    </Dialog>
  );
}
