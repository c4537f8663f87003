"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { formatBytes } from "#components/ui/format/bytes.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { downloadText } from "../model/download-text.ts";
import type { ArtifactLine } from "../model/run-snapshot.ts";
import { ArtifactContent } from "./artifact-content.tsx";

interface ArtifactDialogProps {
  readonly artifact: ArtifactLine;
  readonly onClose: () => void;
}

/** An artifact read in place, or taken along as a file. */
export function ArtifactDialog({ artifact, onClose }: ArtifactDialogProps) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.artifacts.get.queryOptions({ artifactId: artifact.id }));
  const { name, mediaType, sizeBytes, sha256 } = artifact;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      size="wide"
      title={name}
      description={
        <span className="figures">
          {mediaType} · {formatBytes(sizeBytes)} · sha256 <span title={sha256}>{sha256.slice(0, 12)}…</span>
        </span>
      }
      actions={
        <>
          {data === undefined ? null : <CopyButton text={data.content} label="Copy the content" />}
          <Button
            tone="primary"
            disabled={data === undefined}
            onClick={() => {
              if (data !== undefined) downloadText(name, mediaType, data.content);
            }}
          >
            <Download aria-hidden />
            Download
          </Button>
        </>
      }
    >
      {error === null ? null : <RequestError error={error} />}
      {data === undefined && error === null ? <ContentSkeleton /> : null}
      {data === undefined ? null : (
        <ArtifactContent content={data.content} mediaType={mediaType} name={name} />
      )}
    </Dialog>
  );
}

function ContentSkeleton() {
  return (
    <div role="status" aria-label="Loading the artifact" className="grid gap-3 py-2">
      <Skeleton className="h-5 w-1/3" />
      <Skeleton className="h-4" />
      <Skeleton className="h-4" />
      <Skeleton className="h-4 w-2/3" />
    </div>
  );
}
