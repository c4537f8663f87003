"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Badge } from "#components/ui/display/badge.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import type { SecretId } from "#core/ids.ts";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

interface SecretUsesProps {
  readonly secretId: SecretId;
  readonly name: string;
}

/** The pipelines that use a secret: without it their runs are refused. */
export function SecretUsesView({ secretId, name }: SecretUsesProps) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const { data, error, refetch } = useQuery(trpc.secrets.uses.queryOptions({ secretId }, { staleTime: 0 }));
  if (error !== null) return <RequestError error={error} again={refetch} />;
  if (data === undefined) {
    return (
      <div role="status" aria-label="Searching the pipelines" className="grid gap-2">
        <Skeleton className="h-4 w-2/3" />
        <Skeleton className="h-4 w-1/2" />
      </div>
    );
  }
  if (data.pipelines.length === 0) return <p className="text-ink-soft">No pipeline uses it.</p>;
  return (
    <section aria-label="Where it is used" className="grid gap-2">
      <p>Runs of these pipelines are refused until there is a secret {name} again:</p>
      <ul className="grid max-h-48 gap-1 overflow-y-auto">
        {data.pipelines.map((pipeline) => (
          <li key={pipeline.id} className="flex items-center gap-2">
            <Link
              href={`/${workspace.slug}/pipelines/${pipeline.id}`}
              className="min-w-0 truncate text-accent hover:underline"
            >
              {pipeline.name}
            </Link>
            {pipeline.isPublished ? null : <Badge>draft</Badge>}
          </li>
        ))}
      </ul>
    </section>
  );
}
