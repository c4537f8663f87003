"use client";

import { useQuery } from "@tanstack/react-query";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "#components/ui/table.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Pipeline } from "../model/pipeline-outputs.ts";

interface VersionListProps {
  readonly pipelineId: Pipeline["id"];
  readonly publishedVersion: number | null;
}

/** What has been published, the newest first. A version never changes. */
export function VersionList({ pipelineId, publishedVersion }: VersionListProps) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.pipelines.versions.queryOptions({ pipelineId }));
  if (error !== null) return <RequestError error={error} className="m-4" />;
  if (data === undefined) return <SkeletonRows rows={3} label="Loading the versions" />;
  if (data.versions.length === 0) {
    return (
      <EmptyState title="Nothing published yet">
        Publishing freezes the draft, with the agents it names, as a numbered version. Runs by schedule or API
        use the published one; you can go on writing without touching them.
      </EmptyState>
    );
  }
  return (
    <Table label="Versions">
      <TableHead>
        <tr>
          <TableHeading>Version</TableHeading>
          <TableHeading>Published</TableHeading>
          <TableHeading>Content</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {data.versions.map((version) => (
          <TableRow key={version.id}>
            <TableCell className="w-40">
              <span className="flex items-center gap-2">
                <span className="figures">v{version.number}</span>
                {version.number === publishedVersion ? <Badge tone="accent">current</Badge> : null}
              </span>
            </TableCell>
            <TableCell className="text-ink-soft">
              <RelativeTime timeMs={version.createdAtMs} />
            </TableCell>
            <TableCell className="figures text-ink-faint" title={version.contentHash}>
              {version.contentHash.slice(0, 12)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
