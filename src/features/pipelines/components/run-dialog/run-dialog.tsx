"use client";

import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type KeyboardEvent, useId, useMemo, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { useFaultFocus } from "#components/ui/controls/use-fault-focus.ts";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { parseDollars } from "#components/ui/format/parse-money.ts";
import type { GivenData } from "#core/run/estimate/estimate-cost.ts";
import { maybeStarted, RequestError } from "#features/errors/index.ts";
import { type PersonalStorage, usePersonalStorage } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import { useMissing } from "../../hooks/use-missing.ts";
import type { RunChoice } from "../../hooks/use-run-choice.ts";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import { missingText } from "../../model/cost/missing.ts";
import type { Pipeline } from "../../model/pipeline-outputs.ts";
import { type ChosenTroubles, toFaultPlan } from "../../model/run-form/rehearsal-trouble.ts";
import { keptSending, recallInput, rememberInput } from "../../model/run-form/remembered-input.ts";
import {
  carriedValues,
  type InputMode,
  initialValues,
  type RunForm,
  type RunFormValues,
  readRunForm,
  runFormOf,
} from "../../model/run-form/run-form.ts";
import type { RunSource } from "../../model/run-form/run-source.ts";
import { PlannedCallList } from "./planned-call-list.tsx";
import { RehearsalFields } from "./rehearsal-fields.tsx";
import { RunBudgetField } from "./run-budget-field.tsx";
import { RunInputFields } from "./run-input-fields.tsx";
import { RunVariableFields } from "./run-variable-fields.tsx";
import { VersionPicker } from "./version-picker.tsx";

interface RunDialogProps extends RunChoice {
  readonly pipeline: Pipeline;
  readonly onClose: () => void;
}

/** Asks for a run's input, shows what it will call and may cost, and starts it. */
export function RunDialog({ pipeline, sources, withoutDraft, given, onClose }: RunDialogProps) {
  const formId = useId();
  const [{ version, plan, until }, setSource] = useState(sources[0]);
  const { definition } = plan;
  const form = useMemo(() => runFormOf(definition), [definition]);
  const [mode, setMode] = useState(form.mode);
  const memory = usePersonalStorage("memory");
  const [values, setValues] = useState(() =>
    initialValues(definition, given ?? recallInput(memory, pipeline.id)),
  );
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const formRef = useFaultFocus(faults);
  const start = useStartRun(pipeline.id, memory);
  const [budget, setBudget] = useState("");
  const budgetMicros = parseDollars(budget);
  const isWrongBudget = budget.trim() !== "" && budgetMicros === null;
  const [rehearsal, setRehearsal] = useState<ChosenTroubles | null>(null);
  const missing = useMissing(plan);
  // The sandbox needs no keys, and requests that are not sent need no secrets.
  const obstacle = rehearsal === null ? missingText(missing) : null;
  const submit = () => {
    if (obstacle !== null || start.isPending || start.isSuccess) return;
    const filled = readRunForm(form, mode, values);
    setFaults(filled.ok ? {} : filled.faults);
    if (!filled.ok || isWrongBudget) return;
    const planned = rehearsal === null ? null : toFaultPlan(rehearsal);
    start.mutate({
      input: filled.input,
      variables: filled.variables,
      version,
      ...(until === undefined ? {} : { until }),
      budgetMicros,
      faults: planned,
    });
  };
  const choose = (source: RunSource) => {
    const next = source.plan.definition;
    setSource(source);
    setValues(carriedValues(initialValues(next, given ?? recallInput(memory, pipeline.id)), values));
    setMode(mode === "json" ? mode : runFormOf(next).mode);
    setFaults({});
    setRehearsal(rehearsal === null ? null : {});
  };
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={until === undefined ? `Run ${definition.name}` : `Run up to ${nameIn(plan, until)}`}
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form={formId}
            tone="primary"
            isPending={start.isPending || start.isSuccess}
            disabled={obstacle !== null}
            {...(obstacle === null ? {} : { title: obstacle, "aria-description": obstacle })}
          >
            <Play aria-hidden />
            {rehearsal === null ? "Run pipeline" : "Rehearse pipeline"}
          </Button>
        </>
      }
    >
      <form
        ref={formRef}
        id={formId}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit();
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          submit();
        }}
        className="grid gap-x-6 gap-y-4 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
      >
        <div className="grid content-start gap-4">
          {start.error === null ? null : <RequestError error={start.error} ifUnanswered={maybeStarted} />}
          <RunInputFields
            form={form}
            mode={mode}
            onModeChange={setMode}
            values={values}
            onChange={setValues}
            faults={faults}
          />
          <RunVariableFields fields={form.variables} values={values} onChange={setValues} faults={faults} />
        </div>
        <div className="grid content-start gap-4">
          <VersionPicker
            sources={sources}
            publishedVersion={pipeline.publishedVersion}
            value={version}
            onChange={choose}
            withoutDraft={withoutDraft}
          />
          <PlannedCallList
            pipelineId={pipeline.id}
            plan={plan}
            missing={missing}
            given={givenIn(form, mode, values)}
          />
          <RunBudgetField
            value={budget}
            onChange={setBudget}
            fault={isWrongBudget ? "An amount such as 20 or 0.50, up to a million." : null}
          />
          <RehearsalFields definition={definition} value={rehearsal} onChange={setRehearsal} />
        </div>
      </form>
    </Dialog>
  );
}

function nameIn({ nodeById }: RunSource["plan"], nodeId: string): string {
  return nodeById.get(nodeId)?.name ?? nodeId;
}

/** The run's input as typed so far. */
function givenIn(form: RunForm, mode: InputMode, values: RunFormValues): GivenData {
  const filled = readRunForm(form, mode, values);
  return filled.ok
    ? filled
    : { input: { ...values.fields, text: values.text, json: values.json }, variables: values.variables };
}

function useStartRun(pipelineId: Pipeline["id"], memory: PersonalStorage) {
  const trpc = useTRPC();
  const router = useRouter();
  const href = useWorkspaceHref();
  const keys = useRequestKeys(keptSending(memory, pipelineId));
  const start = useMutation(trpc.runs.start.mutationOptions());
  return useMutation({
    mutationFn: async (
      wanted: Pick<
        Parameters<typeof start.mutateAsync>[0],
        "input" | "variables" | "version" | "until" | "budgetMicros" | "faults"
      >,
    ) => {
      // Before the answer: if it is lost, a reopened dialog repeats the same request.
      rememberInput(memory, pipelineId, { input: wanted.input ?? null, variables: wanted.variables ?? {} });
      const { runId } = await keys.send(wanted, (idempotencyKey) =>
        start.mutateAsync({ ...wanted, pipelineId, idempotencyKey }),
      );
      router.push(href(`runs/${runId}`));
    },
  });
}
