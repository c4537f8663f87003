"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { SecretId } from "#core/ids.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { SecretDialog } from "./secret-dialog.tsx";

interface ReplaceSecretDialogProps {
  readonly secretId: SecretId;
  readonly name: string;
  readonly onClose: () => void;
}

export function ReplaceSecretDialog({ secretId, name, onClose }: ReplaceSecretDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [value, setValue] = useState("");
  const replace = useMutation(
    trpc.secrets.replace.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries();
        showToast({ title: `${name} has a new value` });
      },
    }),
  );
  return (
    <SecretDialog
      title={`Replace the value of ${name}`}
      description="Requests from now on use the new value, including those of runs in progress. The old value is destroyed."
      action="Replace value"
      value={value}
      onChange={setValue}
      isReady={value !== ""}
      isPending={replace.isPending}
      error={replace.error}
      onSubmit={() => replace.mutate({ secretId, value })}
      onClose={onClose}
    />
  );
}
