"use client";

import { useQuery } from "@tanstack/react-query";
import { type ComponentProps, type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field, type FieldControlProps } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { useFaultFocus } from "#components/ui/controls/use-fault-focus.ts";
import { efforts } from "#core/model/effort.ts";
import { isModelRef } from "#core/model/model-ref.ts";
import { describeLifecycle, findLifecycle } from "#core/pricing/find-lifecycle.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { AgentFormValues } from "../model/agent-values.ts";
import { type AgentFaults, type AgentFormFields, keyFrom, readAgent } from "../model/read-agent.ts";

interface AgentFormProps {
  readonly initial: AgentFormValues;
  /** A key cannot be changed: definitions refer to it. */
  readonly isKeyFixed: boolean;
  /** Why the form is read-only; null if it can be edited. */
  readonly readOnlyReason: string | null;
  readonly submitLabel: string;
  readonly isPending: boolean;
  readonly error: ReactNode;
  readonly onSubmit: (key: string, fields: AgentFormFields) => void;
}

export function AgentForm(props: AgentFormProps) {
  const { initial, isKeyFixed, readOnlyReason } = props;
  const isReadOnly = readOnlyReason !== null;
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<AgentFaults>({});
  const formRef = useFaultFocus(faults);
  const [hasOwnKey, setHasOwnKey] = useState(isKeyFixed);
  const set = (change: Partial<AgentFormValues>) => setValues((current) => ({ ...current, ...change }));
  const submit = () => {
    const read = readAgent(values);
    setFaults(read.ok ? {} : read.faults);
    if (read.ok) props.onSubmit(read.key, read.fields);
  };
  const text = (field: keyof AgentFormValues, control: FieldControlProps) => ({
    ...control,
    value: values[field],
    // Read-only rather than disabled, so that its text can still be selected and copied.
    readOnly: isReadOnly,
    onChange: (event: { readonly target: { readonly value: string } }) =>
      set({ [field]: event.target.value }),
  });
  return (
    <form
      ref={formRef}
      noValidate
      className="grid max-w-180 content-start gap-5 p-6 max-sm:p-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && !isReadOnly) submit();
      }}
    >
      {props.error}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" isRequired error={faults.name ?? null}>
          {(control) => (
            <Input
              {...text("name", control)}
              maxLength={120}
              onChange={(event) =>
                set({ name: event.target.value, ...(hasOwnKey ? {} : { key: keyFrom(event.target.value) }) })
              }
            />
          )}
        </Field>
        <Field
          label="Identifier"
          isRequired
          error={faults.key ?? null}
          hint={
            isKeyFixed
              ? "Definitions use it, so it cannot be changed."
              : "Definitions refer to the agent by it, as agentId. It cannot be changed later."
          }
        >
          {(control) => (
            <Input
              {...text("key", control)}
              className="font-mono"
              readOnly={isKeyFixed || isReadOnly}
              onChange={(event) => {
                setHasOwnKey(true);
                set({ key: event.target.value });
              }}
            />
          )}
        </Field>
      </div>
      <Field
        label="Instructions"
        hint="Plain text, sent before every task. Placeholders belong in a node's task."
      >
        {(control) => <Textarea {...text("instructions", control)} className="min-h-56" />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <ModelField
          model={values.model.trim()}
          fault={faults.model ?? null}
          input={(control) => text("model", control)}
        />
        <Field label="Answer limit, in tokens" isRequired error={faults.maxTokens ?? null}>
          {(control) => <Input {...text("maxTokens", control)} inputMode="numeric" className="font-mono" />}
        </Field>
        <Field
          label="Effort"
          error={faults.effort ?? null}
          hint="How much a reasoning model thinks before it answers. A node can override it."
        >
          {(control) => (
            <Select
              {...control}
              value={values.effort}
              disabled={isReadOnly}
              onChange={({ target }) => set({ effort: target.value })}
            >
              <option value="">The model's default</option>
              {efforts.map((effort) => (
                <option key={effort}>{effort}</option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {isReadOnly ? (
        <p className="text-ink-soft">{readOnlyReason}</p>
      ) : (
        <div>
          <Button type="submit" tone="primary" isPending={props.isPending}>
            {props.submitLabel}
          </Button>
        </div>
      )}
    </form>
  );
}

interface ModelFieldProps {
  readonly model: string;
  readonly fault: string | null;
  readonly input: (control: FieldControlProps) => ComponentProps<"input">;
}

const modelsStaleMs = 10 * 60_000;

/** Accepts any model; suggests those that the workspace's keys give access to. */
function ModelField({ model, fault, input }: ModelFieldProps) {
  const trpc = useTRPC();
  const listId = useId();
  const { data } = useQuery({ ...trpc.models.list.queryOptions(), staleTime: modelsStaleMs });
  return (
    <Field label="Model" isRequired error={fault} hint={retirementOf(model)}>
      {(control) => (
        <>
          <Input
            {...input(control)}
            list={listId}
            className="font-mono"
            spellCheck={false}
            autoComplete="off"
          />
          <datalist id={listId}>
            {data?.models.map(({ ref, displayName, retiresOn }) => (
              <option key={ref} value={ref}>
                {retiresOn === null ? displayName : `${displayName}, until ${retiresOn}`}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

/** When and by whom the model will be retired; null: nothing is known. */
function retirementOf(model: string): string | null {
  const lifecycle = isModelRef(model) ? findLifecycle(model) : null;
  return lifecycle === null ? null : `${describeLifecycle(model, lifecycle)}.`;
}
