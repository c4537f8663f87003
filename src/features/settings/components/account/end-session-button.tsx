"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "#components/ui/controls/button.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { SessionId } from "#core/ids.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

interface EndSessionButtonProps {
  readonly sessionId: SessionId;
  readonly device: string;
}

/** Signs the reader out on another device. Needs no confirmation: they can sign in there again. */
export function EndSessionButton({ sessionId, device }: EndSessionButtonProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.account.security.queryKey() });
  const end = useMutation(
    trpc.account.endSession.mutationOptions({
      onSuccess: async () => {
        showToast({ title: `Signed out: ${device}` });
        await refresh();
      },
      onError: async (error) => {
        showToast({
          tone: "failed",
          title: "Not signed out there",
          description: describeRequestError(error).message,
        });
        await refresh();
      },
    }),
  );
  return (
    <Button
      size="small"
      aria-label={`Sign out ${device}`}
      isPending={end.isPending}
      onClick={() => end.mutate({ sessionId })}
    >
      Sign out
    </Button>
  );
}
