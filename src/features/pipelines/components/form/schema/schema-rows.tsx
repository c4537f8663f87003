"use client";

import { Plus } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import type { JsonObject } from "#core/json/json.ts";
import {
  itemRowOf,
  rowOfType,
  rowsOf,
  type SchemaRow,
  withNewRow,
  withoutRow,
  withRowName,
  withRowRequired,
} from "../../../model/form/schema-rows.ts";
import { type FieldPath, useFormContext } from "../form-context.ts";
import { ItemRow } from "./item-row.tsx";
import { SchemaRowFields } from "./schema-row-fields.tsx";

interface SchemaRowsProps {
  readonly schema: JsonObject;
  /** The accessible name. */
  readonly within: string;
  /** The path of the schema. */
  readonly path: FieldPath;
}

/** The fields of an object's schema. */
export function SchemaRows({ schema, within, path }: SchemaRowsProps) {
  const { change, isReadOnly } = useFormContext();
  const rows = rowsOf(schema) ?? [];
  const write = (next: JsonObject) => change(path, next);
  const pathOf = ({ name }: SchemaRow) => [...path, "properties", name];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      {rows.map((row) => (
        <div key={row.name} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
          <SchemaRowFields
            row={row}
            within={within}
            onRename={(to) => {
              const renamed = withRowName(schema, row.name, to);
              return renamed !== null && write(renamed);
            }}
            onType={(type) => change(pathOf(row), rowOfType(row, type))}
            onRequired={(isRequired) => write(withRowRequired(schema, row.name, isRequired))}
            onRemove={() => write(withoutRow(schema, row.name))}
            path={pathOf(row)}
          />
          <Inside row={row} name={row.name} path={pathOf(row)} />
        </div>
      ))}
      <Button
        tone="quiet"
        size="small"
        className="justify-self-start"
        disabled={isReadOnly}
        aria-label={`Add a field to ${within}`}
        onClick={() => write(withNewRow(schema))}
      >
        <Plus aria-hidden />
        Add a field
      </Button>
    </div>
  );
}

interface InsideProps {
  readonly row: SchemaRow;
  readonly name: string;
  readonly path: FieldPath;
}

/** The fields of objects and the items of lists, which can be nested. */
function Inside({ row: { type, schema }, name, path }: InsideProps) {
  if (type === "object" && rowsOf(schema) !== null)
    return (
      <div className="border-l pl-3">
        <SchemaRows schema={schema} within={name} path={path} />
      </div>
    );
  if (type !== "array") return null;
  const item = itemRowOf(schema);
  if (item === null) return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5 border-l pl-3">
      <ItemRow item={item} within={name} path={[...path, "items"]} />
      <Inside row={item} name={`an item of ${name}`} path={[...path, "items"]} />
    </div>
  );
}
