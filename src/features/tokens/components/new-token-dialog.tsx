"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { type TokenScope, tokenScopeSchema, tokenScopes } from "#core/policy/token-scopes.ts";
import { maybeMade, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import { scopeTexts } from "../model/scope-texts.ts";

const lifetimes = [
  { days: "30", label: "30 days" },
  { days: "90", label: "90 days" },
  { days: "365", label: "One year" },
] as const;

interface WantedToken {
  readonly name: string;
  readonly scopes: TokenScope[];
  readonly expiresInDays: number;
}

/** Makes a token, and shows it the only time it can be shown. */
export function NewTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const keys = useRequestKeys();
  const ask = useMutation(trpc.tokens.create.mutationOptions());
  const create = useMutation({
    mutationFn: (wanted: WantedToken) =>
      keys.send(wanted, (idempotencyKey) => ask.mutateAsync({ ...wanted, idempotencyKey })),
    onSuccess: () => queries.invalidateQueries({ queryKey: trpc.tokens.pathKey() }),
  });
  const formId = useId();
  const close = (isOpen: boolean) => {
    if (!isOpen) onClose();
  };
  if (create.data !== undefined) return <MadeToken token={create.data.token} onOpenChange={close} />;
  return (
    <Dialog
      open
      onOpenChange={close}
      title="New token"
      description="It acts for you in this workspace, with no more than your own role at the time of each request."
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} tone="primary" isPending={create.isPending}>
            Create token
          </Button>
        </>
      }
    >
      {create.error === null ? null : (
        <RequestError error={create.error} ifUnanswered={maybeMade} className="mb-4" />
      )}
      <TokenForm
        id={formId}
        onSubmit={({ name, scope, expiresInDays }) => create.mutate({ name, scopes: [scope], expiresInDays })}
      />
    </Dialog>
  );
}

interface TokenFormProps {
  readonly id: string;
  readonly onSubmit: (wanted: { name: string; scope: TokenScope; expiresInDays: number }) => void;
}

function TokenForm({ id, onSubmit }: TokenFormProps) {
  const [name, setName] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [scope, setScope] = useState<TokenScope>("run");
  const [days, setDays] = useState("90");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") setFault("Give it a name, so you know later what it was for.");
    else onSubmit({ name: name.trim(), scope, expiresInDays: Number(days) });
  };
  return (
    <form id={id} noValidate onSubmit={submit} className="grid gap-4">
      <Field label="Name" isRequired error={fault} hint="The program that will use it.">
        {(control) => (
          <Input
            {...control}
            maxLength={120}
            placeholder="Nightly job"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Scope" isRequired hint={scopeTexts[scope]}>
          {(control) => (
            <Select
              {...control}
              value={scope}
              onChange={(event) => setScope(tokenScopeSchema.parse(event.target.value))}
            >
              {tokenScopes.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Expires after" isRequired>
          {(control) => (
            <Select {...control} value={days} onChange={(event) => setDays(event.target.value)}>
              {lifetimes.map((lifetime) => (
                <option key={lifetime.days} value={lifetime.days}>
                  {lifetime.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </form>
  );
}

interface MadeTokenProps {
  readonly token: string;
  readonly onOpenChange: (isOpen: boolean) => void;
}

function MadeToken({ token, onOpenChange }: MadeTokenProps) {
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Copy your token now"
      description="This is the only time it is shown. Penstock keeps a hash of it, so nobody can tell it to you again."
      actions={
        <DialogClose>
          <Button tone="primary">I have copied it</Button>
        </DialogClose>
      }
    >
      <CodeBlock code={token} label="Your new token" isWrapped />
    </Dialog>
  );
}
