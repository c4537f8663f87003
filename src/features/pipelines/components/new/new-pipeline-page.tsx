"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { maybeMade, RequestError } from "#features/errors/index.ts";
import { TopLine, usePersonalStorage, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import { rememberInput } from "../../model/run-form/remembered-input.ts";
import { renamed, templateHead } from "../../model/template-text.ts";
import { templates } from "../../templates/templates.ts";
import { TemplateList } from "./template-list.tsx";

const TemplatePreview = dynamic(
  async () => (await loadPatiently(() => import("./template-preview.tsx"))).TemplatePreview,
  {
    ssr: false,
    loading: () => (
      <div role="status" aria-label="Drawing the template" className="grid min-h-0 grid-rows-2 gap-3">
        <Skeleton className="h-full min-h-48" />
        <Skeleton className="h-full min-h-48" />
      </div>
    ),
  },
);

/** The initial template should show what a pipeline can do; the empty one would not. */
const shownFirst = templates.find(({ id }) => id !== "empty")?.id ?? "empty";

/** Creates a pipeline from a template: choose, preview, name, create. */
export function NewPipelinePage() {
  const { workspace } = useShell();
  const href = useWorkspaceHref();
  return (
    <>
      <TopLine crumbs={[{ label: "Pipelines", href: href("pipelines") }, { label: "New pipeline" }]} />
      {isAllowed(workspace.role, "pipelines.write") ? (
        <NewPipelineForm />
      ) : (
        <EmptyState title="You are not allowed to do this">
          As a {workspace.role} of {workspace.name} you can view pipelines. Ask an owner or an admin to make
          you an editor.
        </EmptyState>
      )}
    </>
  );
}

function NewPipelineForm() {
  const [chosenId, setChosenId] = useState(shownFirst);
  const [name, setName] = useState<string | null>(null);
  const create = useCreatePipeline();
  const chosen = templates.find(({ id }) => id === chosenId);
  if (chosen === undefined) return null;
  const head = templateHead(chosen.text);
  const wanted = name?.trim() || head.name;
  const text = wanted === head.name ? chosen.text : renamed(chosen.text, wanted);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ definition: text, example: chosen.example });
  };
  return (
    <form
      aria-label="New pipeline"
      onSubmit={submit}
      className="flex min-h-0 grow flex-col lg:grid lg:grid-cols-[minmax(20rem,28rem)_minmax(0,1fr)] lg:grid-rows-[auto_auto_minmax(0,1fr)]"
    >
      <div className="min-h-0 py-2 lg:row-span-3 lg:overflow-y-auto lg:border-r">
        <TemplateList
          templates={templates}
          chosenId={chosenId}
          onChoose={(id) => {
            setChosenId(id);
            create.reset();
          }}
        />
      </div>
      {/* Stays visible on a phone, wherever one is in the list. */}
      <div className="z-10 flex items-end gap-3 bg-paper p-6 max-lg:sticky max-lg:top-0 max-lg:bottom-0 max-lg:border-y max-lg:py-3 max-sm:p-4 max-sm:py-3 lg:pb-3">
        <Field label="Name" isRequired className="min-w-0 max-w-96 grow">
          {(control) => (
            <Input
              {...control}
              key={chosenId}
              maxLength={200}
              placeholder={head.name}
              value={name ?? head.name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" tone="primary" isPending={create.isPending || create.isSuccess}>
          Create pipeline
        </Button>
      </div>
      <div className="px-6 max-sm:px-4">
        {create.error === null ? null : <RequestError error={create.error} ifUnanswered={maybeMade} />}
      </div>
      <div className="grid min-h-0 p-6 pt-3 max-sm:p-4">
        <TemplatePreview text={text} name={wanted} />
      </div>
    </form>
  );
}

function useCreatePipeline() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const href = useWorkspaceHref();
  const memory = usePersonalStorage("memory");
  const keys = useRequestKeys();
  const create = useMutation(trpc.pipelines.create.mutationOptions());
  return useMutation({
    mutationFn: async (wanted: { definition: string; example: Readonly<Record<string, string>> | null }) => {
      const { definition } = wanted;
      const { pipelineId } = await keys.send({ definition }, (idempotencyKey) =>
        create.mutateAsync({ definition, idempotencyKey }),
      );
      if (wanted.example !== null)
        rememberInput(memory, pipelineId, { input: wanted.example, variables: {} });
      await queries.invalidateQueries({ queryKey: trpc.pipelines.pathKey() });
      router.push(href(`pipelines/${pipelineId}`));
    },
  });
}
