"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { formatRelativeTime } from "#components/ui/format/relative-time.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { Json } from "#core/json/json.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { LastRun } from "../../hooks/try/use-last-values.ts";
import { type BenchInput, maxBenchInputs, typedPins, typingObstacle } from "../../model/try/bench.ts";

interface BenchInputsProps {
  readonly draft: Json;
  readonly nodeId: string;
  readonly last: LastRun;
  readonly inputs: readonly BenchInput[];
  readonly onChange: (inputs: readonly BenchInput[]) => void;
}

/** The inputs to compare, one per row: from a run, or typed. */
export function BenchInputs({ draft, nodeId, last, inputs, onChange }: BenchInputsProps) {
  const isFull = inputs.length >= maxBenchInputs;
  return (
    <section aria-label="Inputs" className="grid content-start gap-2">
      <AddRun last={last} inputs={inputs} isFull={isFull} onChange={onChange} />
      <AddTyped draft={draft} nodeId={nodeId} inputs={inputs} isFull={isFull} onChange={onChange} />
      <ul className="grid gap-1">
        {inputs.map((input) => (
          <li key={input.key} className="flex items-center gap-2 rounded-small bg-sunken pl-2">
            <span className="min-w-0 grow truncate">
              <InputName input={input} />
            </span>
            <IconButton
              label="Remove this input"
              size="icon-small"
              onClick={() => onChange(inputs.filter((other) => other !== input))}
            >
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** An input in a few words. */
export function InputName({ input }: { readonly input: BenchInput }) {
  const nowMs = useNow("slow");
  return input.kind === "typed"
    ? `Typed: ${input.text}`
    : `Run of ${formatRelativeTime(input.view.run.createdAtMs, nowMs)}`;
}

type AddProps = Pick<BenchInputsProps, "inputs" | "onChange"> & { readonly isFull: boolean };

function AddRun({ last, inputs, isFull, onChange }: AddProps & Pick<BenchInputsProps, "last">) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const nowMs = useNow("slow");
  const [isReading, setIsReading] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const others = (last.runs ?? []).filter(({ id }) => inputs.every(({ key }) => key !== id));
  const add = async (runId: string) => {
    if (runId === "") return;
    setIsReading(true);
    setFault(null);
    try {
      const view = await queries.fetchQuery(trpc.runs.get.queryOptions({ runId }));
      if (view.run.bodiesDeletedAtMs !== null) setFault("The input of this run is no longer kept.");
      else onChange([...inputs, { kind: "run", key: runId, view }]);
    } catch (error) {
      setFault(error instanceof Error ? error.message : "The run could not be read.");
    } finally {
      setIsReading(false);
    }
  };
  return (
    <Field label="Add the input of a run" hint={isFull ? `${maxBenchInputs} at most.` : null} error={fault}>
      {(control) => (
        <Select
          {...control}
          value=""
          disabled={isFull || isReading || others.length === 0}
          onChange={(event) => void add(event.target.value)}
        >
          <option value="">{others.length === 0 ? "There is no other run" : "Choose a run"}</option>
          {others.map(({ id, createdAtMs, status }) => (
            <option key={id} value={id}>
              {`Run of ${formatRelativeTime(createdAtMs, nowMs)}, ${status}`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

type AddTypedProps = AddProps & Pick<BenchInputsProps, "draft" | "nodeId">;

function AddTyped({ draft, nodeId, inputs, isFull, onChange }: AddTypedProps) {
  const [text, setText] = useState("");
  const obstacle = typingObstacle(draft, nodeId);
  const pins = text === "" || obstacle !== null ? null : typedPins(draft, nodeId, text);
  const add = () => {
    onChange([...inputs, { kind: "typed", key: `typed ${text}`, text }]);
    setText("");
  };
  const isKnown = inputs.some(({ key }) => key === `typed ${text}`);
  return (
    <Field
      label="Type an input"
      hint={obstacle ?? "A text, or JSON. It replaces the outputs that lead to the node."}
      error={pins?.ok === false ? pins.message : null}
    >
      {(control) => (
        <span className="flex items-start gap-2">
          <Textarea
            {...control}
            rows={2}
            disabled={obstacle !== null || isFull}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button disabled={pins?.ok !== true || isFull || isKnown} onClick={add}>
            <Plus aria-hidden />
            Add
          </Button>
        </span>
      )}
    </Field>
  );
}
