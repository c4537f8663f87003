"use client";

import { useMutation } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

const TypedConfirmDialog = dynamic(
  async () => (await loadPatiently(() => import("#features/errors/index.ts"))).TypedConfirmDialog,
  { ssr: false },
);

/** Deletes the reader's account. */
export function DeleteAccountSection({ hasPassword }: { readonly hasPassword: boolean }) {
  const trpc = useTRPC();
  const { user } = useShell();
  const [isAsking, setIsAsking] = useState(false);
  const [password, setPassword] = useState("");
  const remove = useMutation(
    // Nobody is signed in any longer, so load the next page from scratch.
    trpc.account.delete.mutationOptions({ onSuccess: () => window.location.assign("/sign-in") }),
  );
  return (
    <section aria-labelledby="delete-account" className="border-t px-6 py-5 max-sm:px-4">
      <h2 id="delete-account" className="mb-1 font-semibold text-section">
        Delete your account
      </h2>
      <p className="measure mb-3 text-ink-soft">
        You leave every workspace, and your tokens and your own provider keys are destroyed. What you did
        there stays in the audit log and the books, without your name and address. If you are the only owner
        of a workspace, first make somebody else an owner, or delete it.
      </p>
      <Button tone="danger" onClick={() => setIsAsking(true)}>
        Delete account
      </Button>
      {isAsking ? (
        <TypedConfirmDialog
          title="Delete your account?"
          description="It cannot be brought back."
          word={user.email}
          wordTitle="your e-mail address"
          action="Delete account"
          isPending={remove.isPending || remove.isSuccess}
          error={remove.error}
          onConfirm={() =>
            remove.mutate({ confirm: user.email, currentPassword: hasPassword ? password : null })
          }
          onClose={() => setIsAsking(false)}
        >
          {hasPassword ? (
            <Field label="Your password" isRequired>
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
          ) : null}
        </TypedConfirmDialog>
      ) : null}
    </section>
  );
}
