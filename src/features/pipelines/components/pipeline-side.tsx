"use client";

import type { ReactNode } from "react";
import { Tabs } from "#components/ui/layout/tabs.tsx";
import type { Json } from "#core/json/json.ts";
import { TestPanel } from "#features/test-sets/index.ts";
import { type SideAddress, sides } from "../hooks/use-side-address.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { PipelineRuns } from "./pipeline-runs.tsx";
import { DraftSchedules } from "./triggers/draft-schedules.tsx";
import { TriggerList } from "./triggers/trigger-list.tsx";
import { VersionList } from "./versions/version-list.tsx";
import { type VersionActions, VersionView } from "./versions/version-view.tsx";

interface PipelineSideProps extends VersionActions {
  readonly pipeline: Pipeline;
  readonly address: SideAddress;
  readonly graph: ReactNode;
  /** The draft as it is being edited; null while it is invalid. */
  readonly draft: Json | null;
}

/** The tabs beside the text: drawing, runs, triggers, tests, versions. */
export function PipelineSide({ pipeline, address, graph, draft, ...actions }: PipelineSideProps) {
  const { id: pipelineId, publishedVersion } = pipeline;
  const { side, version } = address;
  const contents = {
    graph,
    runs: <PipelineRuns pipelineId={pipelineId} />,
    triggers: (
      <>
        <DraftSchedules pipelineId={pipelineId} draft={draft} />
        <TriggerList pipelineId={pipelineId} publishedVersion={publishedVersion} />
      </>
    ),
    tests: <TestPanel pipelineId={pipelineId} publishedVersion={publishedVersion} />,
    versions:
      version === null ? (
        <VersionList pipelineId={pipelineId} publishedVersion={publishedVersion} address={address} />
      ) : (
        <VersionView
          key={version}
          pipelineId={pipelineId}
          number={version}
          publishedVersion={publishedVersion}
          address={address}
          {...actions}
        />
      ),
  };
  const labels = { graph: "Graph", runs: "Runs", triggers: "Triggers", tests: "Tests", versions: "Versions" };
  return (
    <Tabs
      label="About this pipeline"
      value={side}
      onValueChange={(value) => address.open(sides.find((known) => known === value) ?? "graph")}
      contentClassName="overflow-y-auto"
      className="max-lg:h-[60dvh]"
      tabs={sides.map((value) => ({ value, label: labels[value], content: contents[value] }))}
    />
  );
}
