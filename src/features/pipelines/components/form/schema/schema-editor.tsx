"use client";

import { Braces, Plus, Sparkles, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { inferSchema } from "#core/schema/infer-schema.ts";
import { rowsOf, withNewRow } from "../../../model/form/schema-rows.ts";
import { type SchemaFieldProps, useFieldProblem, useFormContext } from "../form-context.ts";
import { FieldHelp } from "../value/field-help.tsx";
import { FieldProblem } from "../value/field-problem.tsx";
import { SampleField } from "./sample-field.tsx";
import { SchemaRows } from "./schema-rows.tsx";

/** Whether the value can be edited as fields; if not, it is edited as text. */
export function isShownAsFields(value: Json | undefined): boolean {
  return value === undefined || rowsOf(value) !== null;
}

/**
 * Edits an object's JSON Schema as a list of fields with name and type. It can be generated from the last output or a
 * sample.
 */
export function SchemaEditor({ field, path, value }: SchemaFieldProps) {
  const { change, isReadOnly, lastOutput } = useFormContext();
  const problem = useFieldProblem(path);
  const [isSampling, setSampling] = useState(false);
  // Forms for people and inputs of tools consist of fields; an output may be anything.
  const isOutput = field.name === "outputSchema";
  const isSampled = isOutput && lastOutput !== undefined;
  return (
    <fieldset data-field={path.join(".")} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <legend className="mb-1 font-medium">{field.label}</legend>
      <FieldHelp field={field} />
      {isJsonObject(value) ? (
        <SchemaRows schema={value} within={field.label} path={path} />
      ) : (
        <p className="text-ink-faint">No schema.</p>
      )}
      {isReadOnly ? null : (
        <div className="flex flex-wrap gap-1">
          {value === undefined ? (
            <Button
              tone="quiet"
              size="small"
              onClick={() => change(path, withNewRow({ type: "object", properties: {} }))}
            >
              <Plus aria-hidden />
              Describe fields
            </Button>
          ) : (
            <Button tone="quiet" size="small" onClick={() => change(path, undefined)}>
              <X aria-hidden />
              Remove the schema
            </Button>
          )}
          {isSampled ? (
            <Button tone="quiet" size="small" onClick={() => change(path, inferSchema([lastOutput]))}>
              <Sparkles aria-hidden />
              As the last output
            </Button>
          ) : null}
          {isSampling ? null : (
            <Button tone="quiet" size="small" onClick={() => setSampling(true)}>
              <Braces aria-hidden />
              From a sample
            </Button>
          )}
        </div>
      )}
      {isSampling ? (
        <SampleField
          needsObject={!isOutput}
          onTake={(sample) => {
            if (change(path, inferSchema([sample]))) setSampling(false);
          }}
          onLeave={() => setSampling(false)}
        />
      ) : null}
      <FieldProblem problem={problem} />
    </fieldset>
  );
}
