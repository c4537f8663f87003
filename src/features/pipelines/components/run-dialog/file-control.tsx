"use client";

import { useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import type { FieldControlProps } from "#components/ui/controls/field.tsx";
import { controlClasses } from "#components/ui/controls/input.tsx";
import { formatBytes } from "#components/ui/format/bytes.ts";
import type { RunFile } from "#core/http/file-ref.ts";
import { keepBytes } from "#core/http/kept-bytes.ts";
import { useUploadFile } from "../../hooks/use-upload-file.ts";
import { inputFileBytes, readFileText } from "../../model/run-form/value-kind.ts";

interface FileControlProps {
  readonly control: FieldControlProps;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/**
 * A file as input. The chosen file is stored beside the control, since the browser forgets it when the dialog closes.
 */
export function FileControl({ control, value, onChange }: FileControlProps) {
  const [fault, setFault] = useState<string | null>(null);
  const [uploading, setUploading] = useState<File | null>(null);
  const upload = useUploadFile();
  const give = async (file: File): Promise<RunFile> =>
    file.size > inputFileBytes
      ? upload(file)
      : keepBytes(new Uint8Array(await file.arrayBuffer()), file.type);
  const take = async (file: File) => {
    setFault(null);
    setUploading(file);
    onChange("");
    try {
      onChange(JSON.stringify(await give(file)));
    } catch (error) {
      setFault(error instanceof Error ? error.message : "The file could not be read.");
    } finally {
      setUploading(null);
    }
  };
  return (
    <div className="grid gap-1">
      <input
        {...control}
        type="file"
        className={cn(controlClasses, "py-1 file:mr-3 file:cursor-pointer file:text-accent")}
        disabled={uploading !== null}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) void take(file);
        }}
      />
      <FileNote fault={fault} uploading={uploading} given={readFileText(value)} />
    </div>
  );
}

interface FileNoteProps {
  readonly fault: string | null;
  readonly uploading: File | null;
  readonly given: RunFile | null;
}

function FileNote({ fault, uploading, given }: FileNoteProps) {
  if (fault !== null) {
    return (
      <p role="alert" className="text-failed">
        {fault}
      </p>
    );
  }
  if (uploading !== null) {
    return (
      <p role="status" className="text-ink-soft">
        Uploading {formatBytes(uploading.size)} …
      </p>
    );
  }
  if (given === null) return null;
  const name = "file" in given && given.name !== undefined ? `${given.name}, ` : "";
  return (
    <p className="text-ink-faint">
      {name}
      {given.mediaType}, {formatBytes(given.bytes)}
    </p>
  );
}
