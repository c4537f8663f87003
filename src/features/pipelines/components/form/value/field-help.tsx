"use client";

import type { FormField } from "../../../model/form/form-fields.ts";

/** The help text of a group of fields. */
export function FieldHelp({ field: { help } }: { readonly field: FormField }) {
  return help === null ? null : <p className="text-ink-faint">{help}</p>;
}
