"use client";

import { type ReactNode, useMemo } from "react";
import { changeDefinition } from "#core/gestures/change-definition.ts";
import { fieldAt } from "#core/gestures/change-field.ts";
import type { Json } from "#core/json/json.ts";
import { settingsSchema } from "#core/pipeline/definition.ts";
import { type FormField, labelOf, objectFields } from "../../../model/form/form-fields.ts";
import type { Pipeline } from "../../../model/pipeline-outputs.ts";
import { type EditedFormProps, useWantedField } from "../edited-form.ts";
import { type FieldPath, FormContext } from "../form-context.ts";
import { SchemaField } from "../value/schema-field.tsx";
import { TriggerForms } from "./trigger-forms.tsx";
import { VariableForms } from "./variable-forms.tsx";

export interface PipelineFormProps extends EditedFormProps {
  readonly value: Json;
  readonly pipelineId: Pipeline["id"];
}

const textField = (name: string, isRequired: boolean, isLong: boolean): FormField => ({
  name,
  ...labelOf(name),
  kind: { kind: "text", format: null, isLong },
  isRequired,
  help: null,
  usual: undefined,
});
const ownFields = [textField("name", true, false), textField("description", false, true)];

/** The pipeline's own form: name, variables, triggers and settings. */
export function PipelineForm(props: PipelineFormProps) {
  const { value, problems, names, mayWrite, make } = props;
  const form = useWantedField(props);
  const context = useMemo(
    () => ({
      isReadOnly: !mayWrite,
      // In the text, triggers go before the nodes.
      names: { ...names, nodes: [] },
      problems: problems.filter(({ nodeId, edgeId }) => nodeId === undefined && edgeId === undefined),
      change: (path: FieldPath, next: Json | undefined) =>
        make(changeDefinition(path, next), `pipeline ${path.join(".")}`),
      preview: () => null,
    }),
    [mayWrite, names, problems, make],
  );
  return (
    <FormContext value={context}>
      <div ref={form} className="grid gap-3">
        <h2 className="font-medium">Pipeline</h2>
        {ownFields.map((field) => (
          <SchemaField
            key={field.name}
            field={field}
            path={[field.name]}
            value={fieldAt(value, [field.name])}
          />
        ))}
        <Part title="Triggers" count={countOf(fieldAt(value, ["triggers"]))}>
          <TriggerForms value={value} pipelineId={props.pipelineId} make={make} />
        </Part>
        <Part title="Variables" count={countOf(fieldAt(value, ["variables"]))}>
          <VariableForms value={value} make={make} />
        </Part>
        <Part title="Settings" count={countOf(fieldAt(value, ["settings"]))}>
          {objectFields("settings", settingsSchema).map((field) => (
            <SchemaField
              key={field.name}
              field={field}
              path={["settings", field.name]}
              value={fieldAt(value, ["settings", field.name])}
            />
          ))}
        </Part>
      </div>
    </FormContext>
  );
}

function countOf(value: Json | undefined): number {
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

interface PartProps {
  readonly title: string;
  /** How many of its fields have a value. */
  readonly count: number;
  readonly children: ReactNode;
}

function Part({ title, count, children }: PartProps) {
  return (
    <details className="border-t pt-3" open={title === "Settings" ? undefined : true}>
      <summary className="cursor-pointer rounded-small font-medium">
        {title}
        {count === 0 ? null : <span className="ml-2 font-normal text-ink-faint">{count}</span>}
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-3">{children}</div>
    </details>
  );
}
