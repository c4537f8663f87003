"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { formatBytes } from "#components/ui/format/bytes.ts";
import type { ArtifactId } from "#core/ids.ts";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { sourceWords, versionWords } from "../model/lineage-words.ts";

type Lineage = RouterOutputs["artifacts"]["lineage"];

const linkTone = "text-accent underline";

/** The run that made an artifact, and the runs that used it. */
export function ArtifactLineageView({ artifactId }: { readonly artifactId: ArtifactId }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.artifacts.lineage.queryOptions({ artifactId }));
  if (error !== null) return <RequestError error={error} again={refetch} className="m-3" />;
  return (
    <dl
      aria-busy={data === undefined}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 border-b px-4 py-2"
    >
      <Side name="Created by">{data === undefined ? "…" : <Maker madeBy={data.madeBy} />}</Side>
      <Side name="Created from">{data === undefined ? "…" : <Sources madeFrom={data.madeFrom} />}</Side>
      <Side name="Used by">{data === undefined ? "…" : <Uses usedBy={data.usedBy} />}</Side>
    </dl>
  );
}

function Side({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Maker({ madeBy }: { readonly madeBy: Lineage["madeBy"] }) {
  const { workspace } = useShell();
  const { runId, nodeId } = madeBy;
  const run = `/${workspace.slug}/runs/${runId}`;
  const place = nodeId === null ? run : `${run}?node=${encodeURIComponent(nodeId)}`;
  return (
    <>
      <Link href={place} prefetch={false} className={linkTone}>
        {madeBy.pipelineName}
      </Link>
      {`, ${versionWords(madeBy)}`}
    </>
  );
}

function Sources({ madeFrom }: { readonly madeFrom: Lineage["madeFrom"] }) {
  const { workspace } = useShell();
  if (madeFrom === null) return <span className="text-ink-soft">The run's input was deleted.</span>;
  if (madeFrom.length === 0) return <span className="text-ink-soft">No files.</span>;
  return (
    <ul className="grid gap-y-0.5">
      {madeFrom.map((file) => (
        <li key={file.sha256}>
          {sourceWords(file)}
          <span className="text-ink-faint">
            {` ${file.mediaType}, ${formatBytes(file.bytes)}${file.isOfNode ? "" : ", given to the run"}`}
          </span>
          {file.from === null ? null : (
            <>
              {" · "}
              <Link href={`/${workspace.slug}/runs/${file.from.runId}`} prefetch={false} className={linkTone}>
                the run that saved it
              </Link>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Uses({ usedBy }: { readonly usedBy: Lineage["usedBy"] }) {
  const { workspace } = useShell();
  if (usedBy.length === 0) return <span className="text-ink-soft">No later run has used it.</span>;
  return (
    <ul className="grid gap-y-0.5">
      {usedBy.map(({ runId, pipelineName, createdAtMs, isFork }) => (
        <li key={runId}>
          <Link href={`/${workspace.slug}/runs/${runId}`} prefetch={false} className={linkTone}>
            {pipelineName}
          </Link>
          <span className="text-ink-faint">
            {isFork ? ", forked from the run that created it, " : ", "}
            <RelativeTime timeMs={createdAtMs} />
          </span>
        </li>
      ))}
    </ul>
  );
}
