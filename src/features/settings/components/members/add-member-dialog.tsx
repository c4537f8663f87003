"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { ErrorCode } from "#core/error-codes.ts";
import type { Role } from "#core/policy/roles.ts";
import { describeRequestError, maybeSaved, RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { RoleField } from "./role-field.tsx";

/** Errors about the address are shown beside its field. */
const aboutTheAddress: ReadonlySet<ErrorCode> = new Set(["INVALID_INPUT", "NOT_FOUND", "CONFLICT"]);

/** Adds somebody who already has an account here. */
export function AddMemberDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { workspace } = useShell();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const add = useMutation(
    trpc.members.add.mutationOptions({
      onSuccess: async () => {
        onClose();
        showToast({
          title: "Member added",
          description: `${email.trim()} sees ${workspace.name} immediately.`,
        });
        await queries.invalidateQueries({ queryKey: trpc.members.pathKey() });
      },
    }),
  );
  const failure = add.error === null ? null : describeRequestError(add.error);
  const isAboutAddress = failure !== null && aboutTheAddress.has(failure.code);
  return (
    <FormDialog
      size="small"
      title="Add a member"
      description="Somebody who has an account here. No message is sent: tell them yourself."
      action="Add member"
      isReady={email.trim() !== ""}
      isPending={add.isPending}
      onSubmit={() => add.mutate({ email: email.trim(), role })}
      onClose={onClose}
    >
      {add.error === null || isAboutAddress ? null : (
        <RequestError error={add.error} ifUnanswered={maybeSaved} />
      )}
      <Field label="E-mail" isRequired error={isAboutAddress ? failure.message : null}>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => {
              setEmail(event.target.value);
              add.reset();
            }}
          />
        )}
      </Field>
      <RoleField role={role} onChange={setRole} />
    </FormDialog>
  );
}
