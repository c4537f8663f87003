"use client";

import { Download } from "lucide-react";
import { useMemo } from "react";
import { formatBytes } from "#components/ui/format/bytes.ts";
import { fileRefsIn, hashOf } from "#core/http/file-ref.ts";
import type { Json } from "#core/json/json.ts";
import { useOptionalShell } from "#features/shell/index.ts";
import { fileAddress } from "../../model/value/download-address.ts";

/** At most this many are listed; the value's JSON has all of them. */
const mostLinks = 10;

/** Download links of the files that a value contains. */
export function FileLinks({ value }: { readonly value: Json }) {
  const workspace = useOptionalShell()?.workspace.slug;
  const files = useMemo(() => fileRefsIn(value), [value]);
  if (workspace === undefined || files.length === 0) return null;
  return (
    <ul aria-label="Files" className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-2">
      {files.slice(0, mostLinks).map((file) => (
        <li key={file.file}>
          <a
            href={fileAddress(workspace, file)}
            download
            className="inline-flex items-center gap-1.5 text-accent hover:underline"
          >
            <Download aria-hidden className="size-4" />
            {file.name ?? `${hashOf(file).slice(0, 12)}…`}
            <span className="text-ink-faint">
              {file.mediaType}, {formatBytes(file.bytes)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
