"use client";

import { useMemo, useState } from "react";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import type { Json } from "#core/json/json.ts";
import { readableFields } from "../../model/value/readable-fields.ts";
import { CutNote, shownCharacters } from "./cut-note.tsx";
import { FileLinks } from "./file-links.tsx";
import { type Look, LookBar } from "./look-bar.tsx";
import { ReadableFields } from "./readable-fields.tsx";
import { SaidText } from "./said-text.tsx";

interface ValueViewProps {
  readonly value: Json;
  /** The accessible name: "Output of Draft". */
  readonly label: string;
}

/** A value of a run: texts as Markdown or plain, anything else as JSON. */
export function ValueView({ value, label }: ValueViewProps) {
  if (typeof value === "string") return <SaidText text={value} attempt={0} label={label} isLive={false} />;
  return <StructuredView value={value} label={label} />;
}

function StructuredView({ value, label }: ValueViewProps) {
  const json = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const fields = json.length > shownCharacters ? null : readableFields(value);
  if (fields !== null) return <FieldsView fields={fields} json={json} label={label} value={value} />;
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto] p-3">
      <CodeBlock
        code={json.slice(0, shownCharacters)}
        label={label}
        isWrapped
        className="max-h-full min-h-0 self-start"
      />
      <div>
        <CutNote length={json.length} />
        <FileLinks value={value} />
      </div>
    </div>
  );
}

interface FieldsViewProps {
  readonly fields: NonNullable<ReturnType<typeof readableFields>>;
  readonly json: string;
  readonly label: string;
  readonly value: Json;
}

function FieldsView({ fields, json, label, value }: FieldsViewProps) {
  const [look, setLook] = useState<Look>("rendered");
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto]">
      <LookBar look={look} onLookChange={setLook} rawWord="JSON" whole={json} />
      <ScrollRegion label={label} className="min-h-0 overflow-y-auto px-4 pt-1 pb-4">
        {look === "rendered" ? (
          <ReadableFields fields={fields} />
        ) : (
          <pre className="whitespace-pre-wrap break-words text-mono">{json}</pre>
        )}
      </ScrollRegion>
      <FileLinks value={value} />
    </div>
  );
}
