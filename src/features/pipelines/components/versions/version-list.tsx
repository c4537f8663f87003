"use client";

import { useQuery } from "@tanstack/react-query";
import { Badge } from "#components/ui/display/badge.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import {
  rowLinkClasses,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/layout/table.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useMemberNames } from "../../hooks/use-member-names.ts";
import type { SideAddress } from "../../hooks/use-side-address.ts";
import type { Pipeline } from "../../model/pipeline-outputs.ts";

interface VersionListProps {
  readonly pipelineId: Pipeline["id"];
  readonly publishedVersion: number | null;
  readonly address: SideAddress;
}

/** Published versions, newest first. A version never changes. */
export function VersionList({ pipelineId, publishedVersion, address }: VersionListProps) {
  const trpc = useTRPC();
  const nameOf = useMemberNames();
  const { data, error, refetch } = useQuery(trpc.pipelines.versions.queryOptions({ pipelineId }));
  if (error !== null) return <RequestError error={error} again={refetch} className="m-4" />;
  if (data === undefined) return <SkeletonRows rows={3} label="Loading the versions" />;
  if (data.versions.length === 0) {
    return (
      <EmptyState title="Nothing published yet">
        Publishing freezes the draft, with the agents it names, as a numbered version. Runs by schedule or API
        use the published one; you can keep writing without affecting them.
      </EmptyState>
    );
  }
  return (
    <Table label="Versions">
      <TableHead>
        <tr>
          <TableHeading>Version</TableHeading>
          <TableHeading>Published</TableHeading>
          <TableHeading>By</TableHeading>
          <TableHeading>Note</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {data.versions.map(({ id, number, createdAtMs, createdBy, contentHash, note }) => (
          <TableRow key={id}>
            <TableCell className="whitespace-nowrap" title={`Content ${contentHash.slice(0, 12)}`}>
              <span className="flex items-center gap-2">
                <a
                  href={address.hrefOf("versions", number)}
                  onClick={(event) => address.follow(event, "versions", number)}
                  data-row
                  className={rowLinkClasses}
                >
                  Version {number}
                </a>
                {number === publishedVersion ? <Badge tone="accent">current</Badge> : null}
              </span>
            </TableCell>
            <TableCell className="whitespace-nowrap text-ink-soft">
              <RelativeTime timeMs={createdAtMs} />
            </TableCell>
            <TableCell className="max-w-32 truncate text-ink-soft">{nameOf(createdBy)}</TableCell>
            <TableCell dir="auto" className="w-full max-w-0 truncate text-ink-soft" title={note ?? undefined}>
              {note}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
