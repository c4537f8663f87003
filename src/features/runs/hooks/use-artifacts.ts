"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import type { ArtifactLine, RunSnapshot } from "../model/live/run-snapshot.ts";

const pageSize = 200;

interface RunArtifacts {
  /** Newest first, as far as they have been read. */
  readonly artifacts: readonly ArtifactLine[];
  readonly total: number;
  /** Null where all have been read. */
  readonly readMore: (() => void) | null;
  readonly isReading: boolean;
  readonly error: unknown;
  /** Asks once more for what did not come. */
  readonly again: () => Promise<unknown>;
}

/** The artifacts of a run: the newest come with it, the others when they are asked for. */
export function useArtifacts(snapshot: RunSnapshot): RunArtifacts {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { run, artifacts, nextArtifactCursor: cursor } = snapshot;
  const older = useInfiniteQuery({
    // What a run that goes on leaves behind moves the newest: the others begin again where these end.
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
