"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

export function LeaveDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const leave = useMutation(
    // Nothing on this page is available to them any longer, so load the next one from scratch.
    trpc.members.leave.mutationOptions({ onSuccess: () => window.location.assign("/") }),
  );
  return (
    <ConfirmRequest
      title={`Leave ${workspace.name}?`}
      description="You will no longer see it. Your API tokens for it are refused, and your own provider keys in it are deleted: runs that you started continue with the workspace's keys, or fail. Only an owner or an admin can add you again."
      action="Leave workspace"
      isPending={leave.isPending || leave.isSuccess}
      error={leave.error}
      onConfirm={() => leave.mutate()}
      onClose={onClose}
    />
  );
}
