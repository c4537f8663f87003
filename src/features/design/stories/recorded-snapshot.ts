import { artifactIdSchema, pipelineIdSchema, pipelineVersionIdSchema, runIdSchema } from "#core/ids.ts";
import type { RunSnapshot } from "#features/runs/index.ts";
import { recordedDefinition } from "./recorded-definition.ts";
import { briefText } from "./recorded-texts.ts";

const runId = runIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a11");

const artifact = {
  id: artifactIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a14"),
  runId,
  nodeId: "save",
  kind: "saved",
  name: "brief.md",
  mediaType: "text/markdown",
  sizeBytes: briefText.length,
  sha256: "b".repeat(64),
} as const;

const nothingBesides = {
  undo: null,
  undoneByRunId: null,
  ancestors: [],
  tree: null,
  nodeRuns: [],
  attempts: [],
  nextArtifactCursor: null,
} as const;

/** A run's snapshot right after its creation. */
export function recordedSnapshot(createdAtMs: number): RunSnapshot {
  return {
    run: {
      id: runId,
      pipelineId: pipelineIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a12"),
      pipelineName: recordedDefinition.name,
      versionId: pipelineVersionIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a13"),
      versionNumber: 3,
      status: "completed",
      isRehearsal: false,
      triggerKind: "manual",
      triggerKey: null,
      startedByUserId: null,
      forkedFromRunId: null,
      undo: null,
      ...{ inputTokens: 0, outputTokens: 0, costMicros: 0, heldMicros: 0 },
      isSandbox: true,
      createdAtMs,
      startedAtMs: null,
      finishedAtMs: null,
      error: null,
      input: "The licence …",
      variables: { audience: "a product team" },
      output: briefText,
      outputsLeftOut: [],
      forkedFromNodes: [],
      forkChanges: [],
      bodiesDeletedAtMs: null,
      deadlineAtMs: createdAtMs + 3_600_000,
      isStopping: false,
      lastEventSeq: 0,
    },
    ...nothingBesides,
    definition: recordedDefinition,
    artifactCount: 1,
    artifacts: [{ ...artifact, createdAtMs }],
  };
}
