"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { maybeSaved } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { SecretDialog } from "./secret-dialog.tsx";

export function AddSecretDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const create = useMutation(
    trpc.secrets.create.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries();
        showToast({
          title: "Secret added",
          description: `Requests name it as {{ secrets.${name.trim()} }}.`,
        });
      },
    }),
  );
  return (
    <SecretDialog
      title="Add a secret"
      description="Every pipeline of the workspace may send it in its HTTP requests, to any address that its author chooses."
      action="Add secret"
      value={value}
      onChange={setValue}
      isReady={name.trim() !== "" && value !== ""}
      isPending={create.isPending}
      error={create.error}
      ifUnanswered={maybeSaved}
      onSubmit={() => create.mutate({ name: name.trim(), value })}
      onClose={onClose}
    >
      <Field
        label="Name"
        isRequired
        hint="Letters, digits and _, such as API_TOKEN. It cannot be changed later."
      >
        {(control) => (
          <Input
            {...control}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
    </SecretDialog>
  );
}
