"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import type { ArtifactLine, RunSnapshot } from "../model/live/run-snapshot.ts";

const pageSize = 200;

interface RunArtifacts {
  /** The loaded ones, newest first. */
  readonly artifacts: readonly ArtifactLine[];
  readonly total: number;
  /** Null if all have been loaded. */
  readonly readMore: (() => void) | null;
  readonly isReading: boolean;
  readonly error: unknown;
  /** Retries a failed request. */
  readonly again: () => Promise<unknown>;
}

/** A run's artifacts: the newest come with its snapshot, the others on request. */
export function useArtifacts(snapshot: RunSnapshot): RunArtifacts {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { run, artifacts, nextArtifactCursor: cursor } = snapshot;
  const older = useInfiniteQuery({
    // New artifacts of a current run shift the first page, so the older ones start again where it ends.
    queryKey: [...trpc.artifacts.list.queryKey({ runId: run.id }), "after", cursor],
    queryFn: ({ pageParam }) =>
      client.artifacts.list.query({ runId: run.id, cursor: pageParam, limit: pageSize }),
    initialPageParam: cursor,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const hasMore = older.data === undefined ? cursor !== null : older.hasNextPage;
  return {
    artifacts: [...artifacts, ...(older.data?.pages ?? []).flatMap((page) => page.artifacts)],
    total: snapshot.artifactCount,
    readMore: hasMore ? () => void older.fetchNextPage() : null,
    isReading: older.isFetching,
    error: older.error,
    again: older.fetchNextPage,
  };
}
