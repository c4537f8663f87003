"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { parseJsonText } from "#core/json/parse-json-text.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import type { Pipeline, TriggerView } from "../../model/pipeline-outputs.ts";

const bodyLabels = { schedule: "", webhook: "Body", event: "Data", run: "Output" } as const;

interface FireDialogProps {
  readonly pipelineId: Pipeline["id"];
  readonly trigger: TriggerView;
  readonly onClose: () => void;
}

/** Fires a trigger now. */
export function FireDialog({ pipelineId, trigger, onClose }: FireDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const href = useWorkspaceHref();
  const { triggerId, kind } = trigger;
  const [body, setBody] = useState('{ "word": "tides" }');
  const parsed = kind !== "schedule" ? parseJsonText(body) : { ok: true as const, value: null };
  const fire = useMutation({
    ...trpc.triggers.fire.mutationOptions(),
    onSuccess: async ({ runId }) => {
      await queries.invalidateQueries(trpc.triggers.pathFilter());
      router.push(href(`runs/${runId}`));
    },
  });
  return (
    <FormDialog
      title={`Fire ${triggerId} now`}
      description="Starts a run of the published version in your name, as this trigger would. It costs money like any run."
      action="Fire now"
      isReady={parsed.ok}
      isPending={fire.isPending}
      onSubmit={() => {
        if (parsed.ok) fire.mutate({ pipelineId, triggerId, data: parsed.value });
      }}
      onClose={onClose}
    >
      {fire.error === null ? null : <RequestError error={fire.error} />}
      {kind !== "schedule" ? (
        <Field
          label={bodyLabels[kind]}
          hint="What the trigger would pass to the run."
          error={parsed.ok ? null : parsed.fault.message}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={6}
              spellCheck={false}
              className="font-mono"
              value={body}
              onChange={(event) => setBody(event.target.value)}
            />
          )}
        </Field>
      ) : null}
    </FormDialog>
  );
}
