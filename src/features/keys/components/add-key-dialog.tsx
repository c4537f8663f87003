"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { type ProviderName, providerNameSchema } from "#core/model/model-ref.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { providerTitles } from "../model/provider-titles.ts";

/** Takes a key once. It leaves the browser with this form and never comes back. */
export function AddKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { workspace } = useShell();
  const formId = useId();
  const providers = useCallableProviders();
  const [provider, setProvider] = useState<ProviderName>("anthropic");
  const [label, setLabel] = useState("");
  const [secret, setSecret] = useState("");
  const [baseUrl, setBaseUrl] = useState("");
  const [owner, setOwner] = useState<"me" | "workspace">("me");
  const create = useMutation(
    trpc.keys.create.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries();
        showToast({ title: "Key added", description: "Test it before a run needs it." });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = label.trim() || providerTitles[provider].title;
    create.mutate({
      provider,
      label: name,
      secret,
      owner,
      baseUrl: baseUrl.trim() === "" ? null : baseUrl.trim(),
    });
  };
  const { keysAt } = providerTitles[provider];
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title="Add a provider key"
      description="It is encrypted before it is stored. Afterwards only its beginning and its last four characters are shown."
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form={formId}
            tone="primary"
            disabled={secret.trim() === ""}
            isPending={create.isPending}
          >
            Add key
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        {create.error === null ? null : <RequestError error={create.error} />}
        <Field label="Provider" isRequired>
          {(control) => (
            <Select
              {...control}
              value={provider}
              onChange={(event) => setProvider(providerNameSchema.parse(event.target.value))}
            >
              {providers.map((name) => (
                <option key={name} value={name}>
                  {providerTitles[name].title}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Key" isRequired hint={keysAt === null ? undefined : `Made at ${keysAt}.`}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              value={secret}
              onChange={(event) => setSecret(event.target.value)}
            />
          )}
        </Field>
        <Field label="Label" hint="Tells your keys apart.">
          {(control) => (
            <Input
              {...control}
              maxLength={120}
              value={label}
              onChange={(event) => setLabel(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Address"
          hint="Only for a vendor behind another address. The key is never sent anywhere else."
        >
          {(control) => (
            <Input
              {...control}
              type="url"
              placeholder="https://"
              className="font-mono"
              value={baseUrl}
              onChange={(event) => setBaseUrl(event.target.value)}
            />
          )}
        </Field>
        {isAllowed(workspace.role, "keys.manage") ? (
          <Field
            label="Whose"
            isRequired
            hint={
              owner === "me" ? "Only runs that you start use it." : "Every run of the workspace may use it."
            }
          >
            {(control) => (
              <Select
                {...control}
                value={owner}
                onChange={(event) => setOwner(event.target.value === "workspace" ? "workspace" : "me")}
              >
                <option value="me">Mine</option>
                <option value="workspace">The workspace’s</option>
              </Select>
            )}
          </Field>
        ) : null}
      </form>
    </Dialog>
  );
}

/** Vendors that Penstock can call: those that it lists models of, or says why it cannot. */
function useCallableProviders(): readonly ProviderName[] {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.models.list.queryOptions());
  if (data === undefined) return ["anthropic"];
  const named = new Set([...data.models, ...data.gaps].map(({ provider }) => provider));
  return [...named].filter((provider) => provider !== "sandbox");
}
