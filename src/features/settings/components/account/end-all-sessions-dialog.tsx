"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

export function EndAllSessionsDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const end = useMutation(
    // This session has ended too, so the page can request nothing more.
    trpc.account.endAllSessions.mutationOptions({ onSuccess: () => window.location.assign("/sign-in") }),
  );
  return (
    <ConfirmRequest
      title="Sign out everywhere?"
      description="Every browser is signed out within moments, including this one. API tokens keep working: revoke them on their own page."
      action="Sign out everywhere"
      isPending={end.isPending || end.isSuccess}
      error={end.error}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    />
  );
}
