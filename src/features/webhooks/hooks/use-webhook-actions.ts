"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Webhook } from "../model/webhook-words.ts";

/** The one-click actions of a webhook. */
export function useWebhookActions({ endpointId }: Pick<Webhook, "endpointId">) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.webhooks.pathKey() });
  const test = useMutation(
    trpc.webhooks.test.mutationOptions({
      onSuccess: async () => {
        await refresh();
        showToast({
          title: "A test message is on its way",
          description: "The messages of this webhook show the result.",
        });
      },
    }),
  );
  const update = useMutation(trpc.webhooks.update.mutationOptions({ onSuccess: refresh }));
  return {
    test: () => test.mutate({ endpointId }),
    turn: (isOn: boolean) => update.mutate({ endpointId, isOn }),
    error: test.error ?? update.error,
    isPending: test.isPending || update.isPending,
  };
}
