import { z } from "zod";
import { runIdSchema, waitIdSchema } from "#core/ids.ts";
import { shownStepStatuses } from "#core/run/agent/agent-steps.ts";
import { runStatuses } from "#core/run/status.ts";
import { listAgentSteps } from "#server/services/runs/reading/list-agent-steps.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  nodeId: textSchema(200),
  /** `nextCursor` of the previous page. */
  cursor: z.number().int().min(0).max(1_000_000).nullable().default(null),
  limit: z.number().int().min(1).max(200).default(100),
});

/** Money is micros of USD (null: unknown); times are milliseconds since the epoch. */
const stepSchema = z.object({
  seq: z.number(),
  attempt: z.number(),
  kind: z.enum(["model", "tool"]),
  status: z.enum(shownStepStatuses),
  name: z.string(),
  effect: z.enum(["read", "write"]).nullable(),
  input: z.string().nullable(),
  text: z.string().nullable(),
  isError: z.boolean(),
  decision: z.enum(["asked", "approved", "rejected"]).nullable(),
  decidedBy: z.string().nullable(),
  /** The open wait that asks people about the call, for `waits.decide`. */
  waitId: waitIdSchema.nullable(),
  isCut: z.boolean(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  isEstimated: z.boolean(),
  costMicros: z.number().nullable(),
  isSandbox: z.boolean(),
  startedAtMs: z.number(),
  finishedAtMs: z.number().nullable(),
  run: z
    .object({
      runId: runIdSchema,
      pipelineName: z.string(),
      status: z.enum(runStatuses),
      costMicros: z.number().nullable(),
      isSandbox: z.boolean(),
    })
    .nullable(),
});

const outputSchema = z.object({ steps: z.array(stepSchema).readonly(), nextCursor: z.number().nullable() });

export const listAgentStepsProcedure = workspaceProcedure("runs.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(({ ctx, input }) => listAgentSteps(ctx.service, input));
