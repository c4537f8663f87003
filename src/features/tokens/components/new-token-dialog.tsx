"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
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

/** Creates a token, and shows it this one time. */
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
  const [draft, setDraft] = useState<TokenDraft>({ name: "", scope: "run", days: "90" });
  const [isRefused, setIsRefused] = useState(false);
  if (create.data !== undefined) return <MadeToken token={create.data.token} onClose={onClose} />;
  const name = draft.name.trim();
  return (
    <FormDialog
      title="New token"
      description="It acts for you in this workspace, with no more than your own role at the time of each request."
      action="Create token"
      isPending={create.isPending}
      onSubmit={() => {
        setIsRefused(name === "");
        if (name !== "") create.mutate({ name, scopes: [draft.scope], expiresInDays: Number(draft.days) });
      }}
      onClose={onClose}
    >
      {create.error === null ? null : <RequestError error={create.error} ifUnanswered={maybeMade} />}
      <TokenFields
        draft={draft}
        nameFault={isRefused ? "Give it a name, so you know later what it was for." : null}
        onChange={setDraft}
      />
    </FormDialog>
  );
}

interface TokenDraft {
  readonly name: string;
  readonly scope: TokenScope;
  readonly days: string;
}

interface TokenFieldsProps {
  readonly draft: TokenDraft;
  readonly nameFault: string | null;
  readonly onChange: (draft: TokenDraft) => void;
}

function TokenFields({ draft, nameFault, onChange }: TokenFieldsProps) {
  const { name, scope, days } = draft;
  return (
    <>
      <Field label="Name" isRequired error={nameFault} hint="The program that will use it.">
        {(control) => (
          <Input
            {...control}
            maxLength={120}
            placeholder="Nightly job"
            value={name}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Scope" isRequired hint={`${scopeTexts[scope]}.`}>
          {(control) => (
            <Select
              {...control}
              value={scope}
              onChange={(event) => onChange({ ...draft, scope: tokenScopeSchema.parse(event.target.value) })}
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
            <Select
              {...control}
              value={days}
              onChange={(event) => onChange({ ...draft, days: event.target.value })}
            >
              {lifetimes.map((lifetime) => (
                <option key={lifetime.days} value={lifetime.days}>
                  {lifetime.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </>
  );
}

interface MadeTokenProps {
  readonly token: string;
  readonly onClose: () => void;
}

function MadeToken({ token, onClose }: MadeTokenProps) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title="Copy your token now"
      description="This is the only time it is shown. Penstock keeps a hash of it, so nobody can show it to you again."
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
