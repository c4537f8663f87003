"use client";

import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import type { NodeDefinition } from "#core/pipeline/definition.ts";
import type { ForkField, ForkForm } from "../../model/fork-form.ts";

interface ForkChangesProps {
  readonly form: ForkForm;
  readonly onChange: (form: ForkForm) => void;
  /** The node where the fork begins; null: where the run ended. */
  readonly node: NodeDefinition | null;
  readonly fault: { readonly field: ForkField; readonly message: string } | null;
}

const versions = {
  same: "The version of this run",
  published: "The published version",
  draft: "The draft as it is now",
} as const;

/** The changes of a fork; each field starts with the original value. */
export function ForkChangesForm({ form, onChange, node, fault }: ForkChangesProps) {
  const errorOf = (field: ForkField) => (fault?.field === field ? fault.message : null);
  const json = (field: "input" | "variables" | "output", label: string, hint?: string) => (
    <Field label={label} hint={hint} error={errorOf(field)}>
      {(control) => (
        <Textarea
          {...control}
          className="font-mono"
          value={form[field]}
          onChange={({ target: { value } }) => onChange({ ...form, [field]: value })}
        />
      )}
    </Field>
  );
  return (
    <details className="mb-3 rounded-base border px-3 py-2">
      <summary className="cursor-pointer font-medium">Change something</summary>
      <div className="grid gap-3 py-3">
        <Field label="Version" isRequired>
          {(control) => (
            <Select
              {...control}
              value={form.version}
              onChange={({ target: { value } }) =>
                onChange({
                  ...form,
                  version: value === "published" || value === "draft" ? value : "same",
                })
              }
            >
              {Object.entries(versions).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {node?.type === "agent" ? (
          <>
            <Field label={`Model of ${node.name}`} isRequired>
              {(control) => (
                <Input
                  {...control}
                  value={form.model}
                  onChange={({ target: { value } }) => onChange({ ...form, model: value })}
                />
              )}
            </Field>
            <Field label={`Task of ${node.name}`} isRequired>
              {(control) => (
                <Textarea
                  {...control}
                  value={form.task}
                  onChange={({ target: { value } }) => onChange({ ...form, task: value })}
                />
              )}
            </Field>
          </>
        ) : null}
        {json("input", "Input of the run", "JSON")}
        {json("variables", "Variables", "JSON")}
        {node === null || node.type === "trigger"
          ? null
          : json("output", `Output of ${node.name}`, "JSON. Empty: the node runs again.")}
      </div>
    </details>
  );
}
