"use client";

import type { ReactNode } from "react";
import type { JsonObject } from "#core/json/json.ts";
import { groupsOf } from "../../../model/form/field-groups.ts";
import type { FormField } from "../../../model/form/form-fields.ts";
import { Fold } from "../fold.tsx";
import { type FieldPath, useFormContext } from "../form-context.ts";

interface GroupedFieldsProps {
  /** The object's name in the table of field groups. */
  readonly owner: string;
  readonly fields: readonly FormField[];
  readonly value: JsonObject;
  readonly path: FieldPath;
  readonly children: (field: FormField) => ReactNode;
}

/** The most common fields first; the rest in collapsed groups. */
export function GroupedFields({ owner, fields, value, path, children }: GroupedFieldsProps) {
  const { problems } = useFormContext();
  const groups = groupsOf(owner).map(({ title, names }) => ({
    title,
    own: fields.filter(({ name }) => names.includes(name)),
  }));
  const grouped = new Set(groups.flatMap(({ own }) => own));
  const isWrong = ({ name }: FormField) =>
    problems.some(({ path: at = [] }) => [...path, name].every((step, index) => at[index] === step));
  return (
    <>
      {fields.filter((field) => !grouped.has(field)).map(children)}
      {groups
        .filter(({ own }) => own.length > 0)
        .map(({ title, own }) => (
          <Fold
            key={title}
            title={title}
            written={own.filter(({ name }) => value[name] !== undefined).length}
            hasProblem={own.some(isWrong)}
          >
            {own.map(children)}
          </Fold>
        ))}
    </>
  );
}
