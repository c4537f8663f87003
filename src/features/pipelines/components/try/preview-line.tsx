"use client";

import { useDeferredValue, useMemo } from "react";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import { fieldWords } from "../../model/form/field-words.ts";
import type { SourceFormat } from "../../model/form/form-fields.ts";
import type { PreviewPart } from "../../model/try/preview-source.ts";
import { type FieldPath, useFormContext } from "../form/form-context.ts";

interface PreviewLineProps {
  readonly path: FieldPath;
  readonly format: SourceFormat | null;
  readonly text: string;
}

/** A live preview of a field with the values of the selected run. */
export function PreviewLine({ path, format, text }: PreviewLineProps) {
  const { preview } = useFormContext();
  const settled = useDeferredValue(text);
  const found = useMemo(
    () => (format === null || settled.trim() === "" ? null : preview(path, format, settled)),
    [preview, path, format, settled],
  );
  if (found === null) return null;
  if (found.kind === "fault")
    return <p className="mt-1 break-words text-mono text-waiting">Not with this run: {found.message}.</p>;
  return (
    <ScrollRegion
      label={`${fieldWords(path)} with the values of the run`}
      className="mt-1 max-h-24 overflow-y-auto whitespace-pre-wrap break-words rounded-small bg-sunken px-2 py-1 font-mono text-ink-soft text-mono"
    >
      <span className="font-sans text-ink-faint">With this run: </span>
      {found.parts.map(partOf)}
    </ScrollRegion>
  );
}

function partOf({ text, isInserted }: PreviewPart, index: number) {
  if (!isInserted) return text;
  // A part has no identity but its index.
  return (
    <mark key={index} className="rounded-small bg-accent-soft px-0.5 text-ink">
      {text}
    </mark>
  );
}
