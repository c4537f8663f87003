"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { describeRequestError, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { signInWithPassword } from "../auth-requests.ts";

interface SignUpFormProps {
  /** Where to go afterwards; `/` for the new workspace. */
  readonly nextPath: string;
}

/** Creates an account with its own workspace, and signs in. */
export function SignUpForm({ nextPath }: SignUpFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signUp = useMutation(
    trpc.account.signUp.mutationOptions({
      onSuccess: async ({ workspaceSlug }) => {
        const outcome = await signInWithPassword(email.trim(), password);
        const inside = nextPath === "/" ? `/${workspaceSlug}` : nextPath;
        router.replace(
          outcome.ok ? inside : `/sign-in?error=${outcome.code}&next=${encodeURIComponent(nextPath)}`,
        );
        router.refresh();
      },
    }),
  );
  const failure = signUp.error === null ? null : describeRequestError(signUp.error);
  const faultOf = (field: "name" | "email" | "password") =>
    failure?.problems.find(({ path }) => path?.[0] === field)?.message ?? null;
  const hasPlace = (["name", "email", "password"] as const).some((field) => faultOf(field) !== null);
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const given = name.trim();
        signUp.mutate({ email: email.trim(), password, ...(given === "" ? {} : { name: given }) });
      }}
    >
      {signUp.error === null || hasPlace ? null : <RequestError error={signUp.error} />}
      <Field label="Name" error={faultOf("name")}>
        {(control) => (
          <Input
            {...control}
            name="name"
            autoComplete="name"
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="E-mail" isRequired error={faultOf("email")}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Password"
        isRequired
        error={faultOf("password")}
        hint="Ten characters or more. A sentence is easy to remember and hard to guess."
      >
        {(control) => (
          <Input
            {...control}
            name="password"
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Button
        type="submit"
        tone="primary"
        size="large"
        className="mt-1"
        isPending={signUp.isPending || signUp.isSuccess}
        disabled={email.trim() === "" || password === ""}
      >
        Create account
      </Button>
    </form>
  );
}
