"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { Button } from "#components/ui/controls/button.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { turnAddress } from "#components/ui/turn-address.ts";
import type { ArtifactId } from "#core/ids.ts";
import { RequestError } from "#features/errors/index.ts";
import { TopLine } from "#features/shell/index.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import {
  type ArtifactsFilter,
  artifactsQuery,
  parseArtifactsFilter,
  searchInput,
} from "../model/artifacts-filter.ts";
import { ArtifactTable } from "./artifact-table.tsx";
import { ArtifactsBar } from "./artifacts-bar.tsx";

/** The artifacts of all runs. */
export function ArtifactsPage() {
  const parameters = useSearchParams();
  const filter = parseArtifactsFilter((name) => parameters.get(name));
  const { pages, error, again, more, isReading } = useFound(filter);
  const artifacts = pages?.flatMap((page) => page.artifacts);
  return (
    <>
      <TopLine crumbs={[{ label: "Artifacts" }]} />
      <ArtifactsBar filter={filter} onChange={turnTo} />
      {error === null ? null : <RequestError error={error} again={again} className="m-6 max-sm:m-4" />}
      {artifacts === undefined && error === null ? (
        <SkeletonRows rows={12} label="Loading artifacts" />
      ) : null}
      {artifacts === undefined ? null : (
        <>
          {artifacts.length === 0 && more === null ? (
            <NoArtifacts filter={filter} />
          ) : (
            <ArtifactTable
              artifacts={artifacts}
              openId={filter.openId}
              onOpen={(openId) => turnTo({ openId })}
            />
          )}
          {more === null ? null : (
            <p className="flex items-center gap-3 px-6 py-4 text-ink-soft max-sm:px-4">
              {artifacts.length === 0 ? "No match among the newest artifacts." : null}
              <Button onClick={more} isPending={isReading}>
                Look further back
              </Button>
            </p>
          )}
        </>
      )}
    </>
  );
}

function useFound(filter: ArtifactsFilter) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = searchInput(filter);
  const first: ArtifactId | null = null;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...trpc.artifacts.search.queryKey(input), "pages"],
    queryFn: ({ pageParam }) => client.artifacts.search.query({ ...input, cursor: pageParam }),
    initialPageParam: first as ArtifactId | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return {
    pages: data?.pages,
    error,
    again: refetch,
    more: hasNextPage ? () => void fetchNextPage() : null,
    isReading: isFetchingNextPage,
  };
}

function NoArtifacts({ filter }: { readonly filter: ArtifactsFilter }) {
  const isFiltered = artifactsQuery({ ...filter, openId: null, withRunDocuments: false }) !== "";
  return isFiltered ? (
    <EmptyState title="No artifacts match">No artifact matches all the filters above.</EmptyState>
  ) : (
    <EmptyState title="No artifacts yet">
      Files that nodes save with the action artifact.save are listed here, for all runs. Each run also leaves
      a document of everything it did: the filter above shows those, too.
    </EmptyState>
  );
}

/** Changes the filter. */
function turnTo(part: Partial<ArtifactsFilter>): void {
  turnAddress({ parse: parseArtifactsFilter, query: artifactsQuery }, part);
}
