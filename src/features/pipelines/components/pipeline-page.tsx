"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { useNoteVisit, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { bringForm } from "./form/node-form-on-demand.tsx";
import { PipelineTopLine } from "./pipeline-top-line.tsx";

const PipelineScreen = lazy(async () => {
  const { PipelineScreen: screen } = await loadPatiently(() => import("./pipeline-screen.tsx"));
  // Preload the form after the editor, without waiting until everything is rendered or somebody opens it.
  void bringForm();
  return { default: screen };
});

/** How soon changes by others show here. */
const refreshMs = 10_000;

/** One pipeline. Its name is there immediately; the editor follows. */
export function PipelinePage({ pipelineId }: { readonly pipelineId: Pipeline["id"] }) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const isHydrated = useHydrated();
  useNoteVisit("editor");
  const { data: pipeline } = useSuspenseQuery({
    ...trpc.pipelines.get.queryOptions({ pipelineId }),
    refetchInterval: refreshMs,
  });
  const waiting = <PipelineWaiting pipeline={pipeline} />;
  // The editor is useless before it can be edited, so the server does not render it.
  if (!isHydrated) return waiting;
  return (
    <Suspense fallback={waiting}>
      <PipelineScreen
        key={pipelineId}
        pipeline={pipeline}
        mayWrite={isAllowed(workspace.role, "pipelines.write") && !pipeline.isArchived}
        mayRun={isAllowed(workspace.role, "runs.start") && !pipeline.isArchived}
      />
    </Suspense>
  );
}

function PipelineWaiting({ pipeline }: { readonly pipeline: Pipeline }) {
  return (
    <>
      <PipelineTopLine name={pipeline.name} publishedVersion={pipeline.publishedVersion} />
      <div role="status" aria-label="Opening the editor" className="grid min-h-0 grow lg:grid-cols-2">
        <div className="grid content-start gap-2.5 p-6 max-sm:p-4 lg:border-r">
          {["w-1/3", "w-2/3", "w-1/2", "w-3/5", "w-2/5", "w-3/4", "w-1/4"].map((width) => (
            <Skeleton key={width} className={`h-3 ${width}`} />
          ))}
        </div>
        <div className="bg-ground" />
      </div>
    </>
  );
}
