"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useMemo } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { CopyButton } from "#components/ui/controls/copy-button.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { Markdown } from "#components/ui/display/markdown.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { ArtifactLine } from "../../model/live/run-snapshot.ts";
import { downloadContent } from "../../model/value/download-content.ts";
import { countLeftOut } from "../../model/value/left-out-steps.ts";
import { prettyJson } from "../../model/value/pretty-json.ts";

/** More than this is not drawn at once: the file has all of it. */
const shownCharacters = 100_000;

/** An artifact read in place, or taken along as a file. */
export function ArtifactView({ artifact }: { readonly artifact: ArtifactLine }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(
    // What is kept never changes.
    trpc.artifacts.get.queryOptions({ artifactId: artifact.id }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const { name, mediaType, sha256 } = artifact;
  const content = artifact.kind === "run" ? data?.content : undefined;
  const leftOut = useMemo(() => (content === undefined ? 0 : countLeftOut(content)), [content]);
  if (error !== null) return <RequestError error={error} className="m-3 self-start" />;
  return (
    <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      <div>
        <div className="flex items-center gap-2 px-4 py-2">
          <span className="figures min-w-0 grow truncate text-ink-faint" title={`sha256 ${sha256}`}>
            {mediaType} · sha256 {sha256.slice(0, 12)}…
          </span>
          {data?.encoding === "text" ? <CopyButton text={data.content} label="Copy the content" /> : null}
          <Button
            size="small"
            disabled={data === undefined}
            onClick={() => {
              if (data !== undefined) downloadContent(name, mediaType, data);
            }}
          >
            <Download aria-hidden />
            Download
          </Button>
        </div>
        {leftOut === 0 ? null : (
          <p className="px-4 pb-2 text-ink-soft">
            {leftOut === 1 ? "The output of one step is" : `The outputs of ${leftOut} steps are`} left out:
            the file would be too large. Each is shown with its node.
          </p>
        )}
      </div>
      {data === undefined ? <ContentSkeleton /> : <Content {...data} />}
    </div>
  );
}

interface ContentProps {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
  readonly encoding: "text" | "base64";
  readonly sizeBytes: number;
}

/** Markdown is read, everything else is shown as it is: nothing that a run left behind is ever run. */
function Content({ name, mediaType, content, encoding, sizeBytes }: ContentProps) {
  if (encoding === "base64") {
    return (
      <p className="px-4 py-2 text-ink-soft">
        This file is not text, so it is not shown here. Download its {sizeBytes.toLocaleString("en-US")} bytes
        to open it.
      </p>
    );
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
