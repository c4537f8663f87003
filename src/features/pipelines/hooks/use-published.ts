"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { type PublishedDifference, publishedDifference } from "../model/publish/published-difference.ts";

/** How the draft in the editor (null: it has errors) differs from the published version; null while unknown. */
export function usePublishedDifference(
  pipelineId: Pipeline["id"],
  publishedVersion: number | null,
  draft: PipelineDefinition | null,
): PublishedDifference | null {
  const trpc = useTRPC();
  const { data: agents } = useQuery(trpc.agents.list.queryOptions());
  const { data: published } = useVersion(pipelineId, publishedVersion);
  const known = agents?.agents ?? null;
  return useMemo(
    () => (published === undefined ? null : publishedDifference(draft, published, known)),
    [published, draft, known],
  );
}

/** One version with its frozen agents. It never changes, so it is loaded once. */
export function useVersion(pipelineId: Pipeline["id"], number: number | null) {
  const trpc = useTRPC();
  const options = trpc.pipelines.version.queryOptions({ pipelineId, number: number ?? 1 });
  return useQuery({ ...options, enabled: number !== null, staleTime: Number.POSITIVE_INFINITY });
}
