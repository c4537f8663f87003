"use client";

import { FileText } from "lucide-react";
import { useState } from "react";
import { formatBytes } from "#components/ui/format/bytes.ts";
import type { ArtifactLine } from "../model/run-snapshot.ts";
import { ArtifactDialog } from "./artifact-dialog.tsx";

/** What the run left behind. */
export function ArtifactList({ artifacts }: { readonly artifacts: readonly ArtifactLine[] }) {
  const [opened, setOpened] = useState<ArtifactLine | null>(null);
  if (artifacts.length === 0) {
    return (
      <p className="px-4 py-3 text-ink-faint">
        None yet. A run leaves its whole record here when it completes, and whatever its nodes save on the
        way.
      </p>
    );
  }
  return (
    <>
      <ul className="h-full divide-y overflow-y-auto">
        {artifacts.map((artifact) => (
          <li key={artifact.id}>
            <button
              type="button"
              onClick={() => setOpened(artifact)}
              className="flex w-full items-center gap-3 px-4 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2"
            >
              <FileText aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <span className="min-w-0 grow">
                <span className="block truncate font-medium">{artifact.name}</span>
                <span className="block truncate text-ink-faint">
                  {artifact.kind === "run" ? "The whole run" : `Saved by ${artifact.nodeId ?? "a node"}`}
                </span>
              </span>
              <span className="figures shrink-0 text-ink-soft max-sm:hidden">{artifact.mediaType}</span>
              <span className="figures w-16 shrink-0 text-right text-ink-soft">
                {formatBytes(artifact.sizeBytes)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {opened === null ? null : <ArtifactDialog artifact={opened} onClose={() => setOpened(null)} />}
    </>
  );
}
