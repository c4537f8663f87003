"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { CopyButton } from "#components/ui/controls/copy-button.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { Markdown } from "#components/ui/display/markdown.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useOptionalShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { ArtifactLine } from "../../model/live/run-snapshot.ts";
import { type ArtifactLook, artifactKind } from "../../model/value/artifact-kind.ts";
import { artifactAddress } from "../../model/value/download-address.ts";
import { countLeftOut } from "../../model/value/left-out-steps.ts";
import { prettyJson } from "../../model/value/pretty-json.ts";
import { BodyGone } from "../value/body-gone.tsx";

/** Only this much is rendered; the download is complete. */
const shownCharacters = 100_000;

interface ArtifactViewProps {
  readonly artifact: ArtifactLine;
  /** When its content was deleted; null: it exists. */
  readonly deletedAtMs: number | null;
}

/** An artifact shown inline, or as a download; a deleted one says so. */
export function ArtifactView({ artifact, deletedAtMs }: ArtifactViewProps) {
  return deletedAtMs === null ? (
    <KeptArtifact artifact={artifact} />
  ) : (
    <BodyGone what={artifact.name} deletedAtMs={deletedAtMs} />
  );
}

function KeptArtifact({ artifact }: Pick<ArtifactViewProps, "artifact">) {
  const trpc = useTRPC();
  const workspace = useOptionalShell()?.workspace.slug ?? "";
  const kind = artifactKind(artifact.mediaType, artifact.sizeBytes);
  const [unseenId, setUnseenId] = useState<string | null>(null);
  const isUnseen = unseenId === artifact.id;
  const { data, error, refetch } = useQuery({
    // Artifacts never change.
    ...trpc.artifacts.get.queryOptions({ artifactId: artifact.id }, { staleTime: Number.POSITIVE_INFINITY }),
    // A browser does not say why an image fails to load; a request does.
    enabled: kind === "text" || isUnseen,
  });
  if (error !== null) return <RequestError error={error} again={refetch} className="m-3 self-start" />;
  const address = artifactAddress(workspace, artifact.id);
  return (
    <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      <Head artifact={artifact} address={address} text={data?.encoding === "text" ? data.content : null} />
      {kind === "text" && data === undefined ? (
        <ContentSkeleton />
      ) : (
        <Shown
          kind={kind}
          artifact={artifact}
          address={address}
          content={kind === "text" || isUnseen ? (data ?? null) : null}
          onUnseen={() => setUnseenId(artifact.id)}
        />
      )}
    </div>
  );
}

interface HeadProps {
  readonly artifact: ArtifactLine;
  readonly address: string;
  /** Null: it is not text, or not loaded. */
  readonly text: string | null;
}

function Head({ artifact, address, text }: HeadProps) {
  const { mediaType, sha256, kind } = artifact;
  const leftOut = useMemo(() => (kind === "run" && text !== null ? countLeftOut(text) : 0), [kind, text]);
  return (
    <div>
      <div className="flex items-center gap-2 px-4 py-2">
        <span className="figures min-w-0 grow truncate text-ink-faint" title={`sha256 ${sha256}`}>
          {mediaType} · sha256 {sha256.slice(0, 12)}…
        </span>
        {text === null ? null : <CopyButton text={text} label="Copy the content" />}
        <Button size="small" asChild>
          <a href={address} download>
            <Download aria-hidden />
            Download
          </a>
        </Button>
      </div>
      {leftOut === 0 ? null : (
        <p className="px-4 pb-2 text-ink-soft">
          {leftOut === 1 ? "The output of one step is" : `The outputs of ${leftOut} steps are`} left out: the
          file would be too large. Each is shown at its node.
        </p>
      )}
    </div>
  );
}

interface ShownProps {
  readonly kind: ArtifactLook;
  readonly artifact: ArtifactLine;
  readonly address: string;
  readonly content: Omit<ContentProps, "name" | "sizeBytes"> | null;
  /** The browser could not display the image. */
  readonly onUnseen: () => void;
}

function Shown({ kind, artifact, address, content, onUnseen }: ShownProps) {
  const { name, sizeBytes } = artifact;
  if (kind === "picture" && content !== null) {
    return <NotShown why="cannot be displayed as an image" sizeBytes={sizeBytes} />;
  }
  if (kind === "picture") {
    return (
      <ScrollRegion label={name} className="min-h-0 overflow-auto px-4 pb-4">
        {/* biome-ignore lint/performance/noImgElement: its bytes are private, and each request is authorized */}
        <img
          src={address}
          alt={name}
          className="max-w-full"
          onError={onUnseen}
          // In server-rendered HTML it may have failed before a handler was attached.
          ref={(picture) => {
            if (picture?.complete === true && picture.naturalWidth === 0) onUnseen();
          }}
        />
      </ScrollRegion>
    );
  }
  if (content !== null) return <Content {...content} name={name} sizeBytes={sizeBytes} />;
  const why = kind === "large" ? "is too large to show here" : "is not text, so it is not shown here";
  return <NotShown why={why} sizeBytes={sizeBytes} />;
}

function NotShown({ why, sizeBytes }: { readonly why: string; readonly sizeBytes: number }) {
  return (
    <p className="px-4 py-2 text-ink-soft">
      This file {why}. Download its {sizeBytes.toLocaleString("en-US")} bytes to open it.
    </p>
  );
}

interface ContentProps {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
  readonly encoding: "text" | "base64";
  readonly sizeBytes: number;
}

/** Markdown is rendered, anything else is shown as text: nothing from a run is ever executed. */
function Content({ name, mediaType, content, encoding, sizeBytes }: ContentProps) {
  if (encoding === "base64") {
    return <NotShown why="is not text, so it is not shown here" sizeBytes={sizeBytes} />;
  }
  if (mediaType.startsWith("text/markdown")) {
    return (
      <ScrollRegion label={name} className="min-h-0 overflow-y-auto px-4 pb-4">
        <Markdown source={content.slice(0, shownCharacters)} />
      </ScrollRegion>
    );
  }
  const code = mediaType.includes("json") ? prettyJson(content) : content;
  return (
    <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] px-3 pb-3">
      <CodeBlock
        code={code.slice(0, shownCharacters)}
        label={name}
        isWrapped
        className="max-h-full min-h-0 self-start"
      />
    </div>
  );
}

function ContentSkeleton() {
  return (
    <div role="status" aria-label="Loading the artifact" className="grid content-start gap-3 px-4 py-2">
      <Skeleton className="h-5 w-1/3" />
      <Skeleton className="h-4" />
      <Skeleton className="h-4 w-2/3" />
    </div>
  );
}
