"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { describeRequestError, RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { endedElsewhere } from "../../model/ended-elsewhere.ts";

const nothing = { currentPassword: "", newPassword: "" };
type PasswordFieldName = keyof typeof nothing;

/** Changes the reader's password, which ends their other sessions. */
export function PasswordForm() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { user } = useShell();
  const [given, setGiven] = useState(nothing);
  const change = useMutation(
    trpc.account.changePassword.mutationOptions({
      onSuccess: async ({ endedSessions }) => {
        setGiven(nothing);
        showToast({ title: "Password changed", description: endedElsewhere(endedSessions) });
        await queries.invalidateQueries({ queryKey: trpc.account.security.queryKey() });
      },
    }),
  );
  const problems = change.error === null ? [] : describeRequestError(change.error).problems;
  const faultOf = (field: PasswordFieldName) =>
    problems.find(({ path }) => path?.[0] === field)?.message ?? null;
  const set = (field: PasswordFieldName) => (value: string) => {
    setGiven({ ...given, [field]: value });
    if (change.error !== null) change.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(given);
  };
  return (
    <form noValidate onSubmit={submit} className="grid max-w-90 gap-3">
      {change.error === null || problems.length > 0 ? null : <RequestError error={change.error} />}
      {/* Tells password managers whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
      <PasswordField
        label="Current password"
        autoComplete="current-password"
        error={faultOf("currentPassword")}
        value={given.currentPassword}
        onValue={set("currentPassword")}
      />
      <PasswordField
        label="New password"
        autoComplete="new-password"
        error={faultOf("newPassword")}
        hint="Ten characters or more. You stay signed in here and are signed out everywhere else."
        value={given.newPassword}
        onValue={set("newPassword")}
      />
      <Button
        type="submit"
        className="mt-1 justify-self-start"
        isPending={change.isPending}
        disabled={given.currentPassword === "" || given.newPassword === ""}
      >
        Change password
      </Button>
    </form>
  );
}

interface PasswordFieldProps {
  readonly label: string;
  readonly autoComplete: "current-password" | "new-password";
  readonly error: string | null;
  readonly hint?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

function PasswordField({ label, autoComplete, error, hint, value, onValue }: PasswordFieldProps) {
  return (
    <Field label={label} isRequired error={error} hint={hint}>
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete={autoComplete}
          maxLength={1024}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  );
}
