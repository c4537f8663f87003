"use client";

import { useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import type { FieldControlProps } from "#components/ui/controls/field.tsx";
import { controlClasses } from "#components/ui/controls/input.tsx";
import { formatBytes } from "#components/ui/format/bytes.ts";
import { type KeptBytes, keepBytes } from "#core/http/kept-bytes.ts";
import { readFileText, tooLargeToGive } from "../../model/run-form/value-kind.ts";

interface FileControlProps {
  readonly control: FieldControlProps;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A file that the run is given as it is. What was chosen stands beside it: a browser forgets it with the dialog. */
export function FileControl({ control, value, onChange }: FileControlProps) {
  const [fault, setFault] = useState<string | null>(null);
  const given = readFileText(value);
  const take = async (file: File) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const kept = keepBytes(bytes, file.type);
    const refusal = tooLargeToGive(kept);
    setFault(refusal);
    onChange(refusal === null ? JSON.stringify(kept) : "");
  };
  return (
    <div className="grid gap-1">
      <input
        {...control}
        type="file"
        className={cn(controlClasses, "py-1")}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) take(file).catch(() => setFault("The file could not be read."));
        }}
      />
      <FileNote fault={fault} given={given} />
    </div>
  );
}

function FileNote({ fault, given }: { readonly fault: string | null; readonly given: KeptBytes | null }) {
  if (fault !== null) {
    return (
      <p role="alert" className="text-failed">
        {fault}
      </p>
    );
  }
  if (given === null) return null;
  return (
    <p className="text-ink-faint">
      {given.mediaType}, {formatBytes(given.bytes)}
    </p>
  );
}
