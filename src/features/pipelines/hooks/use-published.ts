"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Pipeline, VersionContent } from "../model/pipeline-outputs.ts";
import { type PublishedDifference, publishedDifference } from "../model/published-difference.ts";

interface Published {
  /** What runs now; null while nothing is published or it has not been read yet. */
  readonly published: VersionContent | null;
  /** How the draft differs from it; null while that is not known. */
  readonly difference: PublishedDifference | null;
}

/** What is published of a pipeline, compared with the draft on the screen (null: it has faults). */
export function usePublished(
  pipelineId: Pipeline["id"],
  publishedVersion: number | null,
  draft: PipelineDefinition | null,
): Published {
  const trpc = useTRPC();
  const { data: agents } = useQuery(trpc.agents.list.queryOptions());
  const { data } = useVersion(pipelineId, publishedVersion);
  const known = agents?.agents ?? null;
  return useMemo(() => {
    if (data === undefined) return { published: null, difference: null };
    return { published: data, difference: publishedDifference(draft, data, known) };
  }, [data, draft, known]);
}

/** One version with what it froze. It never changes, so it is read once. */
export function useVersion(pipelineId: Pipeline["id"], number: number | null) {
  const trpc = useTRPC();
  const options = trpc.pipelines.version.queryOptions({ pipelineId, number: number ?? 1 });
  return useQuery({ ...options, enabled: number !== null, staleTime: Number.POSITIVE_INFINITY });
}
