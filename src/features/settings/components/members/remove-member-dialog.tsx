"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type Member, memberNameOf } from "../../model/member.ts";

interface RemoveMemberDialogProps {
  readonly member: Member;
  readonly onClose: () => void;
}

export function RemoveMemberDialog({ member, onClose }: RemoveMemberDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries({ queryKey: trpc.members.pathKey() });
      },
    }),
  );
  return (
    <ConfirmRequest
      title={`Remove ${memberNameOf(member)}?`}
      description="They will no longer see this workspace. Their API tokens for it are refused, and their own provider keys in it are deleted: runs that they started continue with the workspace's keys, or fail. What they created stays."
      action="Remove member"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ userId: member.userId })}
      onClose={onClose}
    />
  );
}
