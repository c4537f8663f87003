"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { BaseUrlField, KeyField } from "./key-fields.tsx";

interface ReplaceKeyDialogProps {
  readonly providerKey: RouterOutputs["keys"]["list"]["keys"][number];
  readonly onClose: () => void;
}

/** Replaces a key. The URL can only be changed together with it: a key is never sent to a URL it was not given for. */
export function ReplaceKeyDialog({ providerKey, onClose }: ReplaceKeyDialogProps) {
  const { id: keyId, label, provider } = providerKey;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [secret, setSecret] = useState("");
  const [baseUrl, setBaseUrl] = useState(providerKey.baseUrl ?? "");
  const replace = useMutation(
    trpc.keys.replace.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries();
        showToast({ title: `${label} has a new key`, description: "Test it before a run needs it." });
      },
    }),
  );
  const address = baseUrl.trim();
  const isReady = secret.trim() !== "" && (provider !== "openai-compatible" || address !== "");
  return (
    <FormDialog
      title={`Replace ${label}`}
      description="Calls from now on use the new key, including those of runs in progress. The old key is destroyed."
      action="Replace key"
      isReady={isReady}
      isPending={replace.isPending}
      onSubmit={() => replace.mutate({ keyId, secret, baseUrl: address === "" ? null : address })}
      onClose={onClose}
    >
      {replace.error === null ? null : <RequestError error={replace.error} ifUnanswered={null} />}
      <KeyField provider={provider} value={secret} onChange={setSecret} />
      <BaseUrlField provider={provider} value={baseUrl} onChange={setBaseUrl} />
    </FormDialog>
  );
}
