"use client";

import { useState } from "react";
import { Select } from "#components/ui/controls/select.tsx";
import { rowOfType, rowTypes, rowTypeWords, type SchemaRow } from "../../../model/form/schema-rows.ts";
import { type FieldPath, useFormContext } from "../form-context.ts";
import { MoreButton, RowDetails } from "./row-details.tsx";

interface ItemRowProps {
  readonly item: SchemaRow;
  /** The label of the list. */
  readonly within: string;
  /** The path of the list's schema. */
  readonly path: FieldPath;
}

/** The type of a list's items. */
export function ItemRow({ item, within, path }: ItemRowProps) {
  const { change, isReadOnly } = useFormContext();
  const [isOpen, setOpen] = useState(false);
  const { type, isNullable, schema } = item;
  const place = `an item of ${within}`;
  const isAnything = Object.keys(schema).length === 0;
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_7.5rem_auto] items-center gap-1.5">
        <span className="text-ink-soft">Each item</span>
        <Select
          aria-label={`Type of ${place}`}
          disabled={isReadOnly}
          value={type ?? ""}
          onChange={({ target }) => {
            const chosen = rowTypes.find((one) => one === target.value);
            change(path, chosen === undefined ? undefined : rowOfType(item, chosen));
          }}
        >
          <option value="">{type === null && !isAnything ? "see the text" : "anything"}</option>
          {rowTypes.map((one) => (
            <option key={one} value={one}>
              {rowTypeWords[one]}
              {isNullable ? " or null" : ""}
            </option>
          ))}
        </Select>
        <MoreButton place={place} isOpen={isOpen} onToggle={setOpen} />
      </div>
      {isOpen ? <RowDetails row={item} place={place} path={path} /> : null}
    </>
  );
}
