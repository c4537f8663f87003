"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import type { Json, JsonObject } from "#core/json/json.ts";
import { useRowKeys } from "../../../hooks/use-row-keys.ts";
import type { FormField } from "../../../model/form/form-fields.ts";
import { toolFields, toolWords, withRequest, writtenTools } from "../../../model/form/written-tools.ts";
import { useFieldProblem, useFormContext } from "../form-context.ts";
import { GroupedFields } from "../node/grouped-fields.tsx";
import { FieldHelp } from "../value/field-help.tsx";
import { SchemaField } from "../value/schema-field.tsx";
import { ConnectTools } from "./connect-tools.tsx";
import { PipelineTool } from "./pipeline-tool.tsx";

interface ToolListProps {
  readonly field: FormField;
  readonly tools: Json | undefined;
}

const path = ["config", "tools"] as const;

/** An agent's tools, each with its fields, and buttons to add more. */
export function ToolList({ field, tools }: ToolListProps) {
  const { change, isReadOnly } = useFormContext();
  const [added, setAdded] = useState<number | null>(null);
  const written = writtenTools(tools);
  const rows = useRowKeys(written?.length ?? 0);
  const write = (next: readonly JsonObject[]) => change(path, next.length === 0 ? undefined : [...next]);
  return (
    <fieldset data-field={path.join(".")} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <legend className="sr-only">{field.label}</legend>
      <FieldHelp field={field} />
      {written === null ? <SchemaField field={field} path={path} value={tools} /> : null}
      {written?.map((tool, index) => (
        <ToolFields
          key={rows.keys[index]}
          tool={tool}
          index={index}
          isNew={rows.keys[index] === added}
          onRemove={() => {
            if (write(written.filter((_, other) => other !== index))) rows.onRemove(index);
          }}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          disabled={isReadOnly || written === null}
          onClick={() => {
            if (written !== null && write(withRequest(written))) setAdded(rows.next);
          }}
        >
          Add a request
        </Button>
        <PipelineTool tools={tools} />
        <ConnectTools tools={tools} />
      </div>
    </fieldset>
  );
}

interface ToolFieldsProps {
  readonly tool: JsonObject;
  readonly index: number;
  readonly isNew: boolean;
  readonly onRemove: () => void;
}

function ToolFields({ tool, index, isNew, onRemove }: ToolFieldsProps) {
  const { isReadOnly } = useFormContext();
  const own = [...path, index];
  const problem = useFieldProblem(own);
  const name = typeof tool.name === "string" && tool.name !== "" ? tool.name : `#${index + 1}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start rounded-base border">
      <details open={isNew || undefined} className="col-span-full col-start-1 row-start-1">
        <summary className="cursor-pointer rounded-small py-1.5 pr-10 pl-2">
          <span className="break-all font-medium font-mono text-mono">{name}</span>{" "}
          <span className="text-ink-faint">{toolWords(tool)}</span>
          {problem === null ? null : <span className="block text-failed">{problem}</span>}
        </summary>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t p-2">
          <GroupedFields
            owner={`tool ${String(tool.kind)}`}
            fields={toolFields(tool.kind)}
            value={tool}
            path={own}
          >
            {(field) => (
              <SchemaField
                key={field.name}
                field={field}
                path={[...own, field.name]}
                value={tool[field.name]}
              />
            )}
          </GroupedFields>
        </div>
      </details>
      {isReadOnly ? null : (
        <IconButton
          label={`Remove the tool ${name}`}
          size="icon-small"
          className="col-start-2 row-start-1 m-1"
          onClick={onRemove}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
