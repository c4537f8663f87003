"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { ErrorState } from "#components/ui/display/error-state.tsx";
import { signInWithPassword } from "../auth-requests.ts";
import { signInErrorText } from "../sign-in-errors.ts";

interface SignInFormProps {
  /** Where to go after signing in. */
  readonly nextPath: string;
  /** The error that led back to this page. */
  readonly errorCode: string | null;
  /** The demo account's e-mail address, if there is a demo. */
  readonly demoEmail: string | null;
}

export function SignInForm({ nextPath, errorCode, demoEmail }: SignInFormProps) {
  const router = useRouter();
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState(errorCode);
  const [isPending, setIsPending] = useState(false);
  useEffect(() => {
    // Do not move the focus of people who started to type before the page was ready.
    if (document.activeElement === document.body) emailField.current?.focus();
  }, []);
  const submit = async () => {
    setIsPending(true);
    setFailure(null);
    const outcome = await signInWithPassword(email.trim(), password);
    if (outcome.ok) {
      router.replace(nextPath);
      router.refresh();
      return;
    }
    setFailure(outcome.code);
    setIsPending(false);
  };
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {failure === null ? null : <ErrorState title="Not signed in" message={signInErrorText(failure)} />}
      <Field label="E-mail" isRequired>
        {(control) => (
          <Input
            {...control}
            ref={emailField}
            name="email"
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password" isRequired>
        {(control) => (
          <Input
            {...control}
            ref={passwordField}
            name="password"
            type="password"
            autoComplete="current-password"
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
        isPending={isPending}
        disabled={email.trim() === "" || password === ""}
      >
        Sign in
      </Button>
      {demoEmail === null ? null : (
        <DemoOffer
          email={demoEmail}
          onUse={() => {
            setEmail(demoEmail);
            passwordField.current?.focus();
          }}
        />
      )}
    </form>
  );
}

/** The password is shown where the demo was started; this page must not know it. */
function DemoOffer({ email, onUse }: { readonly email: string; readonly onUse: () => void }) {
  return (
    <div className="mt-1 grid justify-items-start gap-1.5 rounded-base border bg-sunken px-3 py-2 text-ink-soft">
      <p>
        There is a demo workspace. Its account is <span className="figures text-ink">{email}</span>; the
        terminal in which <code>npm run demo</code> ran shows the password.
      </p>
      <Button size="small" onClick={onUse}>
        Use the demo account
      </Button>
    </div>
  );
}
