import { z } from "zod";
import { nodeIdSchema, pipelineIdSchema, runIdSchema } from "#core/ids.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import { faultPlanSchema } from "#core/pipeline/rehearsal/fault-plan.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { jsonInputSchema, jsonObjectInputSchema } from "#server/trpc/json-value-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const fieldsSchema = z.strictObject({
  pipelineId: pipelineIdSchema,
  input: jsonInputSchema(runInputLimits).default(null),
  variables: jsonObjectInputSchema(runInputLimits).default({}),
  /** A published number, or the current draft; otherwise the published version, else the draft. */
  version: z
    .union([z.number().int().positive(), z.literal("draft")])
    .nullable()
    .default(null),
  /** Runs only the part of the draft that leads to this node, and the node. Null: all of it. */
  until: nodeIdSchema.nullable().default(null),
  /** The run's maximum cost, micros of USD. Null: what its limits and the budgets allow. */
  budgetMicros: z.number().int().min(0).max(1_000_000_000_000).nullable().default(null),
  /** Starts a rehearsal: only on the sandbox, where the named nodes get these faults. */
  faults: faultPlanSchema.nullable().default(null),
  idempotencyKey: idempotencyKeySchema,
});

const inputSchema = fieldsSchema.refine(({ until, version }) => until === null || version === "draft", {
  path: ["until"],
  message: 'is for runs of the draft: give version "draft" too, or leave it out',
});

export const startRunProcedure = workspaceProcedure("runs.start")
  .input(inputSchema)
  .output(z.object({ runId: runIdSchema }))
  .mutation(({ ctx, input }) => startRun(ctx.service, input));
