"use client";

import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import type { PipelineId } from "#core/ids.ts";
import { type TestGate, testGates } from "#core/run/test-set/test-case.ts";
import { maybeMade, RequestError } from "#features/errors/index.ts";
import { useTestMutations } from "../hooks/use-test-mutations.ts";
import { gateWords } from "../model/test-words.ts";

interface AddSetDialogProps {
  readonly pipelineId: PipelineId;
  readonly onClose: () => void;
}

export function AddSetDialog({ pipelineId, onClose }: AddSetDialogProps) {
  const [name, setName] = useState("");
  const [gate, setGate] = useState<TestGate>("failed");
  const { createSet } = useTestMutations(onClose);
  return (
    <FormDialog
      title="Add test set"
      description="A group of cases, and whether it can block publishing the pipeline."
      action="Add test set"
      isReady={name.trim() !== ""}
      isPending={createSet.isPending}
      onSubmit={() => createSet.mutate({ pipelineId, name: name.trim(), gate })}
      onClose={onClose}
    >
      {createSet.error === null ? null : <RequestError error={createSet.error} ifUnanswered={maybeMade} />}
      <Field label="Name" isRequired>
        {(control) => (
          <Input
            {...control}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="Publishing" isRequired hint="Owners and admins can publish anyway.">
        {(control) => <GateSelect {...control} gate={gate} onChange={setGate} />}
      </Field>
    </FormDialog>
  );
}

interface GateSelectProps {
  readonly id?: string;
  readonly "aria-label"?: string;
  readonly gate: TestGate;
  readonly disabled?: boolean;
  readonly onChange: (gate: TestGate) => void;
}

/** When a set blocks publishing its pipeline. */
export function GateSelect({ gate, onChange, ...control }: GateSelectProps) {
  return (
    <Select
      {...control}
      value={gate}
      onChange={(event) => onChange(testGates.find((one) => one === event.target.value) ?? gate)}
    >
      {testGates.map((one) => (
        <option key={one} value={one}>
          {gateWords[one]}
        </option>
      ))}
    </Select>
  );
}
