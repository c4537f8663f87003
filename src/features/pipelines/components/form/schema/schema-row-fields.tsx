"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { type RowType, rowTypes, rowTypeWords, type SchemaRow } from "../../../model/form/schema-rows.ts";
import { type FieldPath, useFormContext } from "../form-context.ts";
import { MoreButton, RowDetails } from "./row-details.tsx";

interface SchemaRowFieldsProps {
  readonly row: SchemaRow;
  readonly within: string;
  readonly onRename: (to: string) => boolean;
  readonly onType: (type: RowType) => void;
  readonly onRequired: (isRequired: boolean) => void;
  readonly onRemove: () => void;
  /** The path of the field's schema. */
  readonly path: FieldPath;
}

/** One field of a schema: its name, type and whether it is required, and more on demand. */
export function SchemaRowFields(props: SchemaRowFieldsProps) {
  const { row, within, onRename, onType, onRequired, onRemove, path } = props;
  const { isReadOnly } = useFormContext();
  const [isOpen, setOpen] = useState(false);
  const { name, type, isNullable, isRequired } = row;
  const place = `${within}: ${name}`;
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_7.5rem_auto_auto_auto] items-center gap-1.5">
        <RowName name={name} label={`Name in ${within}`} onRename={onRename} />
        <Select
          aria-label={`Type of ${place}`}
          disabled={isReadOnly}
          value={type ?? ""}
          onChange={(event) => {
            const chosen = rowTypes.find((one) => one === event.target.value);
            if (chosen !== undefined) onType(chosen);
          }}
        >
          {type === null ? <option value="">see the text</option> : null}
          {rowTypes.map((one) => (
            <option key={one} value={one}>
              {rowTypeWords[one]}
              {isNullable ? " or null" : ""}
            </option>
          ))}
        </Select>
        <Checkbox
          aria-label={`${place} is required`}
          data-tip="Required"
          disabled={isReadOnly}
          checked={isRequired}
          onCheckedChange={onRequired}
        />
        <MoreButton place={place} isOpen={isOpen} onToggle={setOpen} />
        <IconButton label={`Remove ${place}`} size="icon-small" disabled={isReadOnly} onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      </div>
      {isOpen ? <RowDetails row={row} place={place} path={path} /> : null}
    </>
  );
}

interface RowNameProps {
  readonly name: string;
  readonly label: string;
  readonly onRename: (to: string) => boolean;
}

/** Renames on blur; a name that is taken is reverted. */
function RowName({ name, label, onRename }: RowNameProps) {
  const { isReadOnly } = useFormContext();
  const [typed, setTyped] = useState(name);
  return (
    <Input
      aria-label={label}
      className="font-mono text-mono"
      readOnly={isReadOnly}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed.trim() !== name && !onRename(typed.trim())) setTyped(name);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setTyped(name);
      }}
    />
  );
}
