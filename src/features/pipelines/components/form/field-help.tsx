"use client";

import type { FormField } from "../../model/form/form-fields.ts";

/** What several fields that stand together mean. */
export function FieldHelp({ field: { help } }: { readonly field: FormField }) {
  return help === null ? null : <p className="text-ink-faint">{help}</p>;
}
