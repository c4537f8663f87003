"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Invitation } from "../../model/invitation.ts";

interface RevokeInvitationDialogProps {
  readonly invitation: Invitation;
  readonly onClose: () => void;
}

export function RevokeInvitationDialog({ invitation, onClose }: RevokeInvitationDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const revoke = useMutation(
    trpc.members.revokeInvitation.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries({ queryKey: trpc.members.pathKey() });
      },
    }),
  );
  return (
    <ConfirmRequest
      title={`Revoke the link for ${invitation.role}?`}
      description="People who open it are told that it was revoked. You can create another one at any time."
      action="Revoke link"
      isPending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ invitationId: invitation.id })}
      onClose={onClose}
    />
  );
}
