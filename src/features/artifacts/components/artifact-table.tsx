import Link from "next/link";
import { Fragment } from "react";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { formatBytes } from "#components/ui/format/bytes.ts";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/layout/table.tsx";
import type { ArtifactId } from "#core/ids.ts";
import { ArtifactView } from "#features/runs/index.ts";
import { useShell } from "#features/shell/index.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { ArtifactLineageView } from "./artifact-lineage-view.tsx";

type FoundArtifact = RouterOutputs["artifacts"]["search"]["artifacts"][number];

interface ArtifactTableProps {
  readonly artifacts: readonly FoundArtifact[];
  readonly openId: ArtifactId | null;
  readonly onOpen: (artifactId: ArtifactId | null) => void;
}

/** Artifacts with the node that made them; an open one is shown below its row. */
export function ArtifactTable({ artifacts, openId, onOpen }: ArtifactTableProps) {
  return (
    <Table label="Artifacts">
      <TableHead>
        <tr>
          <TableHeading>Name</TableHeading>
          <TableHeading className="@max-4xl:hidden">Type</TableHeading>
          <TableHeading className="text-right @max-md:hidden">Size</TableHeading>
          <TableHeading>From</TableHeading>
          <TableHeading className="@max-2xl:hidden">Created</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {artifacts.map((artifact) => (
          <Fragment key={artifact.id}>
            <ArtifactRow
              artifact={artifact}
              isOpen={artifact.id === openId}
              onToggle={() => onOpen(artifact.id === openId ? null : artifact.id)}
            />
            {artifact.id === openId ? (
              <tr className="border-b">
                <td colSpan={5} className="p-0">
                  <div className="bg-sunken">
                    <ArtifactLineageView artifactId={artifact.id} />
                    <div className="grid max-h-[60dvh] min-h-40 grid-cols-[minmax(0,1fr)]">
                      <ArtifactView artifact={artifact} deletedAtMs={artifact.bodiesDeletedAtMs} />
                    </div>
                  </div>
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  );
}

interface ArtifactRowProps {
  readonly artifact: FoundArtifact;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function ArtifactRow({ artifact, isOpen, onToggle }: ArtifactRowProps) {
  const { workspace } = useShell();
  const { name, mediaType, sizeBytes, pipelineName, runId, nodeId, attempt, createdAtMs } = artifact;
  const run = `/${workspace.slug}/runs/${runId}`;
  const place = nodeId === null ? run : `${run}?node=${encodeURIComponent(nodeId)}`;
  return (
    <TableRow>
      <TableCell className="max-w-0 w-1/3">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="max-w-full truncate text-left font-medium hover:underline"
        >
          {name}
        </button>
      </TableCell>
      <TableCell className="text-ink-soft @max-4xl:hidden">{mediaType}</TableCell>
      <TableCell className="figures whitespace-nowrap text-right @max-md:hidden">
        {formatBytes(sizeBytes)}
      </TableCell>
      <TableCell className="break-words">
        <Link href={place} prefetch={false} className="text-accent hover:underline">
          {pipelineName}
        </Link>
        <p className="text-ink-faint">
          {nodeId === null ? "the whole run" : `node ${nodeId}`}
          {attempt === null || attempt < 2 ? "" : `, try ${attempt}`}
        </p>
      </TableCell>
      <TableCell className="whitespace-nowrap text-ink-soft @max-2xl:hidden">
        <RelativeTime timeMs={createdAtMs} />
      </TableCell>
    </TableRow>
  );
}
