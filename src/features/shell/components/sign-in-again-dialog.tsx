"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { ErrorState } from "#components/ui/display/error-state.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { signInErrorText, signInWithPassword } from "#features/account/index.ts";
import { setSessionState } from "#lib/trpc/session-state.ts";

interface SignInAgainDialogProps {
  /** The account that this page was opened with. */
  readonly email: string;
  readonly onClose: () => void;
}

/** The e-mail address is fixed, so only the password can be wrong. */
function failureText(code: string): string {
  return code === "INVALID_CREDENTIALS" || code === "CredentialsSignin"
    ? "The password is wrong. Type it again."
    : signInErrorText(code);
}

/** Signs the same person in again, without leaving the page. */
export function SignInAgainDialog({ email, onClose }: SignInAgainDialogProps) {
  const queries = useQueryClient();
  const path = usePathname();
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => signInWithPassword(email, password),
    onSuccess: async (outcome) => {
      if (!outcome.ok) return;
      setSessionState("open");
      await queries.invalidateQueries();
    },
  });
  const failure = signIn.data?.ok === false ? signIn.data.code : null;
  return (
    <FormDialog
      size="small"
      title="Sign in again"
      description="This page stays as it is, and what you wrote is saved once you are signed in."
      action="Sign in"
      isReady={password !== ""}
      isPending={signIn.isPending}
      onSubmit={() => signIn.mutate()}
      onClose={onClose}
    >
      {failure === null ? null : <ErrorState title="Not signed in" message={failureText(failure)} />}
      <Field label="E-mail" isRequired>
        {(control) => <Input {...control} type="email" autoComplete="username" value={email} readOnly />}
      </Field>
      <Field label="Password" isRequired>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <p className="text-ink-soft">
        Do you sign in another way?{" "}
        <a
          href={`/sign-in?next=${encodeURIComponent(path)}`}
          target="_blank"
          rel="noreferrer"
          className="text-accent underline underline-offset-2"
        >
          Sign in in a new tab
        </a>
        , then come back to this one.
      </p>
    </FormDialog>
  );
}
