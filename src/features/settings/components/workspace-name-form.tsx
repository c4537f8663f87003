"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

/** Renames the workspace; its URL stays, so links keep working. */
export function WorkspaceNameForm() {
  const trpc = useTRPC();
  const router = useRouter();
  const { workspace } = useShell();
  const mayWrite = isAllowed(workspace.role, "workspace.write");
  const [name, setName] = useState(workspace.name);
  const rename = useMutation(
    trpc.workspaces.rename.mutationOptions({
      onSuccess: () => {
        router.refresh();
        showToast({ title: "Workspace renamed" });
      },
    }),
  );
  const wanted = name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== "" && wanted !== workspace.name) rename.mutate({ name: wanted });
  };
  return (
    <form onSubmit={submit} className="flex max-w-120 items-end gap-2">
      <Field
        label="Name"
        isRequired
        className="grow"
        error={rename.error === null ? null : describeRequestError(rename.error).message}
        hint={mayWrite ? undefined : "Owners and admins can change it."}
      >
        {(control) => (
          <Input
            {...control}
            maxLength={120}
            disabled={!mayWrite}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {mayWrite ? (
        <Button
          type="submit"
          disabled={wanted === "" || wanted === workspace.name}
          isPending={rename.isPending}
        >
          Rename
        </Button>
      ) : null}
    </form>
  );
}
