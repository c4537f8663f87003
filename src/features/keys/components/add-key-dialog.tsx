"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { type ProviderName, providerNames } from "#core/model/model-ref.ts";
import { providerNameSchema } from "#core/model/model-ref-schema.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { describeRequestError, maybeMade, RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import { providerTitles } from "../model/provider-titles.ts";
import { BaseUrlField, KeyField } from "./key-fields.tsx";

const vendors = providerNames.filter((name) => name !== "sandbox");

/** Asks for a key. It is sent once and never shown again. */
export function AddKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { workspace } = useShell();
  const formId = useId();
  const [provider, setProvider] = useState<ProviderName>("anthropic");
  const [label, setLabel] = useState("");
  const [secret, setSecret] = useState("");
  const [baseUrl, setBaseUrl] = useState("");
  const [owner, setOwner] = useState<"me" | "workspace">("me");
  const add = useAddKey(onClose);
  const submit = (isTested: boolean) =>
    add.mutate({
      isTested,
      key: {
        provider,
        label: label.trim() || providerTitles[provider].title,
        secret,
        owner,
        baseUrl: baseUrl.trim() === "" ? null : baseUrl.trim(),
      },
    });
  const isReady = secret.trim() !== "" && (provider !== "openai-compatible" || baseUrl.trim() !== "");
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
            disabled={!isReady}
            isPending={add.isPending && add.variables.isTested === false}
            onClick={() => submit(false)}
          >
            Add key
          </Button>
          <Button
            type="submit"
            form={formId}
            tone="primary"
            disabled={!isReady}
            isPending={add.isPending && add.variables.isTested}
          >
            Add and test
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit(true);
        }}
        className="grid gap-4"
      >
        {add.error === null ? null : <RequestError error={add.error} ifUnanswered={maybeMade} />}
        <Field label="Provider" isRequired>
          {(control) => (
            <Select
              {...control}
              value={provider}
              onChange={(event) => setProvider(providerNameSchema.parse(event.target.value))}
            >
              {vendors.map((name) => (
                <option key={name} value={name}>
                  {providerTitles[name].title}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <KeyField provider={provider} value={secret} onChange={setSecret} />
        <Field label="Label" hint="To tell your keys apart.">
          {(control) => (
            <Input
              {...control}
              maxLength={120}
              value={label}
              onChange={(event) => setLabel(event.target.value)}
            />
          )}
        </Field>
        <BaseUrlField provider={provider} value={baseUrl} onChange={setBaseUrl} />
        {isAllowed(workspace.role, "keys.manage") ? (
          <Field
            label="Runs that use it"
            isRequired
            hint={
              owner === "me"
                ? "Runs that others or schedules start do not use it."
                : "The runs of people who have a key of their own use that one first."
            }
          >
            {(control) => (
              <Select
                {...control}
                value={owner}
                onChange={(event) => setOwner(event.target.value === "workspace" ? "workspace" : "me")}
              >
                <option value="me">Only runs that I start</option>
                <option value="workspace">Every run of the workspace</option>
              </Select>
            )}
          </Field>
        ) : (
          <p className="text-ink-soft">Only runs that you start use it.</p>
        )}
      </form>
    </Dialog>
  );
}

/** Saves a key and tests it if asked to. A failed test does not undo the save. */
function useAddKey(onAdded: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const keys = useRequestKeys();
  const create = useMutation(trpc.keys.create.mutationOptions());
  const test = useMutation(trpc.keys.test.mutationOptions());
  return useMutation({
    mutationFn: async (wanted: {
      readonly key: Parameters<typeof create.mutateAsync>[0];
      readonly isTested: boolean;
    }) => {
      const { keyId } = await keys.send(wanted.key, (idempotencyKey) =>
        create.mutateAsync({ ...wanted.key, idempotencyKey }),
      );
      if (!wanted.isTested) return null;
      return test
        .mutateAsync({ keyId })
        .catch((error: unknown) => ({ ok: false as const, message: describeRequestError(error).message }));
    },
    onSuccess: async (answer) => {
      onAdded();
      await queries.invalidateQueries();
      if (answer === null) showToast({ title: "Key added", description: "Test it before a run needs it." });
      else if (answer.ok) showToast({ title: "Key added", description: "Its provider accepts it." });
      else
        showToast({ tone: "failed", title: "Key added, but it may not work", description: answer.message });
    },
  });
}
