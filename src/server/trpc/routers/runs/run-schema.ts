import { z } from "zod";
import { errorInfoSchema } from "#core/errors.ts";
import {
  artifactIdSchema,
  pipelineIdSchema,
  pipelineVersionIdSchema,
  runIdSchema,
  userIdSchema,
} from "#core/ids.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { forkChangeSchema } from "#core/run/fork/fork-changes.ts";
import { attemptStatuses, nodeRunStatuses, runStatuses, triggerKinds } from "#core/run/status.ts";
import { jsonOutputSchema } from "#server/trpc/json-value-schema.ts";
import { artifactSummarySchema } from "#server/trpc/routers/artifacts/artifact-schema.ts";

export const runStatusSchema = z.enum(runStatuses);
const triggerKindSchema = z.enum(triggerKinds);
/** Of the runs in lists: child runs are found through their parent. */
export const listedKindSchema = triggerKindSchema.exclude(["call"]);

/** Money is micros of USD (null: unknown); times are milliseconds since the epoch. */
export const runSummarySchema = z.object({
  id: runIdSchema,
  pipelineId: pipelineIdSchema,
  pipelineName: z.string(),
  versionId: pipelineVersionIdSchema,
  versionNumber: z.number().nullable(),
  status: runStatusSchema,
  isRehearsal: z.boolean(),
  triggerKind: triggerKindSchema,
  triggerKey: z.string().nullable(),
  startedByUserId: userIdSchema.nullable(),
  forkedFromRunId: runIdSchema.nullable(),
  /** `asked`: undoing is in progress; `failed`: not all of it could be undone; null: it is kept. */
  undo: z.enum(["asked", "done", "failed"]).nullable(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** The settled cost. */
  costMicros: z.number().nullable(),
  /** The maximum that calls in flight may add. 0: there are none. */
  heldMicros: z.number().nullable(),
  isSandbox: z.boolean(),
  createdAtMs: z.number(),
  startedAtMs: z.number().nullable(),
  finishedAtMs: z.number().nullable(),
  error: errorInfoSchema.nullable(),
});

const runDetailSchema = runSummarySchema.extend({
  input: jsonOutputSchema,
  variables: jsonOutputSchema,
  /** The output of the pipeline's last node, or of several by node id, with null for one that was skipped. */
  output: jsonOutputSchema,
  /** Nodes whose outputs belong there but are too large together: their value is null, `runs.getNode` returns them. */
  outputsLeftOut: z.array(z.string()).readonly(),
  forkedFromNodes: z.array(z.string()).readonly(),
  forkChanges: z.array(forkChangeSchema).readonly(),
  bodiesDeletedAtMs: z.number().nullable(),
  deadlineAtMs: z.number(),
  isStopping: z.boolean(),
  lastEventSeq: z.number(),
});

/** A node's input or output is null, and marked, where it is too large for the answer. */
export const nodeRunSchema = z.object({
  nodeId: z.string(),
  nodeType: z.string(),
  status: z.enum(nodeRunStatuses),
  input: jsonOutputSchema,
  output: jsonOutputSchema,
  inputLeftOut: z.boolean(),
  outputLeftOut: z.boolean(),
  inputBytes: z.number().nullable(),
  outputBytes: z.number().nullable(),
  branch: z.string().nullable(),
  /** Why an agent's model stopped: `end_turn`, `max_tokens`, or the vendor's own word. */
  stop: z.string().nullable(),
  error: errorInfoSchema.nullable(),
  attemptCount: z.number(),
  reusedFromRunId: runIdSchema.nullable(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  costMicros: z.number().nullable(),
  isSandbox: z.boolean(),
  startedAtMs: z.number().nullable(),
  finishedAtMs: z.number().nullable(),
  wakeAtMs: z.number().nullable(),
});

export const attemptSchema = z.object({
  nodeId: z.string(),
  attempt: z.number(),
  status: z.enum(attemptStatuses),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  providerRequestId: z.string().nullable(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheWriteTokens: z.number(),
  cacheReadTokens: z.number(),
  costMicros: z.number().nullable(),
  isEstimated: z.boolean(),
  stop: z.string().nullable(),
  text: z.string().nullable(),
  textLeftOut: z.boolean(),
  error: errorInfoSchema.nullable(),
  startedAtMs: z.number(),
  finishedAtMs: z.number().nullable(),
});

const undoViewSchema = z.object({
  because: z.enum(["failed", "timeout", "cancelled", "undo"]),
  reason: z.string(),
  steps: z
    .array(
      z.object({
        nodeId: z.string(),
        status: z.enum(["pending", "running", "completed", "failed"]),
        attempt: z.number(),
        error: errorInfoSchema.nullable(),
        startedAtMs: z.number().nullable(),
        finishedAtMs: z.number().nullable(),
        wakeAtMs: z.number().nullable(),
      }),
    )
    .readonly(),
});

/** The totals of all runs of a tree, root included. */
export const treeSchema = z.object({
  runs: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  costMicros: z.number().nullable(),
  /** The maximum cost of the calls in flight. 0: there are none; null: a price is unknown. */
  heldMicros: z.number().nullable(),
  /** Includes play money. */
  isSandbox: z.boolean(),
});

export const runViewSchema = z.object({
  run: runDetailSchema,
  /** The undos in order. Null: it is kept, or undoing has not begun. */
  undo: undoViewSchema.nullable(),
  /** The later run that undoes this one, started by `runs.retryUndo`. */
  undoneByRunId: runIdSchema.nullable(),
  /** Its ancestors, root first: each started the next with this node. Empty for a root. */
  ancestors: z
    .array(z.object({ runId: runIdSchema, pipelineName: z.string(), nodeId: z.string() }))
    .readonly(),
  /** The totals of its tree, root included. Null where there is only this one. */
  tree: treeSchema.nullable(),
  /** The frozen definition that it runs, validated when it was frozen. */
  definition: z.custom<PipelineDefinition>(),
  nodeRuns: z.array(nodeRunSchema).readonly(),
  attempts: z.array(attemptSchema).readonly(),
  artifacts: z.array(artifactSummarySchema).readonly(),
  nextArtifactCursor: artifactIdSchema.nullable(),
  artifactCount: z.number(),
});
