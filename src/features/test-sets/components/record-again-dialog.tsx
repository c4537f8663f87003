"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import type { PipelineId } from "#core/ids.ts";
import { isRecordable } from "#core/run/cassette/is-recordable.ts";
import { shortId } from "#core/short-id.ts";
import { maybeStarted, RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import { useTestMutations } from "../hooks/use-test-mutations.ts";
import type { TestCaseSummary } from "../model/test-outputs.ts";

interface RecordAgainDialogProps {
  readonly pipelineId: PipelineId;
  readonly version: number | "draft";
  readonly testCase: TestCaseSummary;
  readonly onClose: () => void;
}

const shownRuns = 25;

/** Replaces a case's recorded answers by those of another run, an existing one or a new one. */
export function RecordAgainDialog({ pipelineId, version, testCase, onClose }: RecordAgainDialogProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.runs.list.queryOptions({ pipelineId, limit: shownRuns }));
  const runs = (data?.runs ?? []).filter(({ status }) => isRecordable(status));
  const [chosen, setChosen] = useState("");
  const runId = runs.find(({ id }) => id === chosen)?.id ?? runs[0]?.id ?? null;
  const { recordCase } = useTestMutations(onClose);
  const start = useStart({ pipelineId, version, caseId: testCase.id });
  return (
    <FormDialog
      title={`Record ${testCase.name} again`}
      description="The case takes over the input, variables and answers of a run of this pipeline. Its assertions stay."
      action="Use its answers"
      isReady={runId !== null}
      isPending={recordCase.isPending}
      onSubmit={() => {
        if (runId !== null) recordCase.mutate({ caseId: testCase.id, runId });
      }}
      onClose={onClose}
    >
      {recordCase.error === null ? null : <RequestError error={recordCase.error} />}
      {start.error === null ? null : <RequestError error={start.error} ifUnanswered={maybeStarted} />}
      <Field
        label="Run"
        isRequired
        hint={runs.length === 0 ? "No run of this pipeline has completed or failed yet." : null}
      >
        {(control) => (
          <Select {...control} value={runId ?? ""} onChange={(event) => setChosen(event.target.value)}>
            {runs.map((run) => (
              <option key={run.id} value={run.id}>
                {shortId(run.id)} · {run.status} ·{" "}
                {run.versionNumber === null ? "draft" : `version ${run.versionNumber}`} ·{" "}
                {new Date(run.createdAtMs).toLocaleString()}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid justify-items-start gap-1">
        <p className="text-ink-soft">
          Or run the pipeline now with the input of this case, and come back when it has ended. It costs what
          a run costs.
        </p>
        <Button size="small" isPending={start.isPending} onClick={() => start.mutate()}>
          Run with its input
        </Button>
      </div>
    </FormDialog>
  );
}

interface Started {
  readonly pipelineId: PipelineId;
  readonly version: number | "draft";
  readonly caseId: TestCaseSummary["id"];
}

/** Starts a run of the tested definition with the case's input, and opens it. */
function useStart({ pipelineId, version, caseId }: Started) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const { workspace } = useShell();
  const keys = useRequestKeys();
  const { mutateAsync } = useMutation(trpc.runs.start.mutationOptions());
  return useMutation({
    mutationFn: async () => {
      const { input, variables } = await queries.fetchQuery(trpc.tests.getCase.queryOptions({ caseId }));
      const request = { pipelineId, version, input, variables };
      return keys.send(request, (idempotencyKey) => mutateAsync({ ...request, idempotencyKey }));
    },
    onSuccess: ({ runId }) => router.push(`/${workspace.slug}/runs/${runId}`),
  });
}
