import { z } from "zod";
import { errorInfoSchema } from "#core/errors.ts";
import { runIdSchema } from "#core/ids.ts";
import { listChildRuns } from "#server/services/runs/reading/list-child-runs.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";
import { runStatusSchema } from "./run-schema.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  nodeId: textSchema(200),
  /** Only those that have ended and did not complete. */
  onlyFailed: z.boolean().default(false),
  /** `nextCursor` of the previous page. */
  cursor: z.string().max(40).nullable().default(null),
  limit: z.number().int().min(1).max(200).default(50),
});

/** Money is micros of USD (null: unknown); times are milliseconds since the epoch. */
const childRunSchema = z.object({
  runId: runIdSchema,
  pipelineName: z.string(),
  versionNumber: z.number().nullable(),
  /** The child's ordinal; programs have always known it by this name. */
  iteration: z.number(),
  attempt: z.number(),
  status: runStatusSchema,
  /** Including all its descendants. */
  costMicros: z.number().nullable(),
  isSandbox: z.boolean(),
  startedAtMs: z.number().nullable(),
  finishedAtMs: z.number().nullable(),
  error: errorInfoSchema.nullable(),
});

const outputSchema = z.object({
  children: z.array(childRunSchema).readonly(),
  nextCursor: z.string().nullable(),
});

export const listChildRunsProcedure = workspaceProcedure("runs.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(async ({ ctx, input }) => {
    const { children, nextCursor } = await listChildRuns(ctx.service, input);
    return {
      children: children.map(({ ordinal, ...child }) => ({ ...child, iteration: ordinal })),
      nextCursor,
    };
  });
