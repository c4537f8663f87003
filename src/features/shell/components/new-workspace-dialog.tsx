"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

/** Creates a workspace and opens it. */
export function NewWorkspaceDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState("");
  const create = useMutation(
    trpc.workspaces.create.mutationOptions({ onSuccess: ({ slug }) => router.push(`/${slug}`) }),
  );
  return (
    <FormDialog
      size="small"
      title="New workspace"
      description="No other workspace sees its pipelines, runs, keys and members."
      action="Create workspace"
      isReady={name.trim() !== ""}
      isPending={create.isPending || create.isSuccess}
      onSubmit={() => create.mutate({ name: name.trim() })}
      onClose={onClose}
    >
      {create.error === null ? null : <RequestError error={create.error} />}
      <Field
        label="Name"
        isRequired
        hint="Its address is derived from the name, and stays when the name changes."
      >
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
