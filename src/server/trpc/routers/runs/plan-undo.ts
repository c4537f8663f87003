import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { planUndo } from "#server/services/runs/undo/plan-undo.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { runStatusSchema } from "./run-schema.ts";

const stepSchema = z.object({
  nodeId: z.string(),
  name: z.string(),
  does: z.string(),
  outcome: z.enum(["completed", "unknown", "in-flight"]),
  status: z.enum(["pending", "running", "completed", "failed"]),
});

const outputSchema = z.object({
  steps: z.array(stepSchema).readonly(),
  kept: z.array(z.object({ nodeId: z.string(), name: z.string(), did: z.string() })).readonly(),
  builtOn: z
    .array(z.object({ runId: runIdSchema, status: runStatusSchema, nodeIds: z.array(z.string()).readonly() }))
    .readonly(),
  onFailure: z.enum(["keep", "undo"]),
  undoneByRunId: runIdSchema.nullable(),
});

export const planUndoProcedure = workspaceProcedure("runs.read")
  .input(z.strictObject({ runId: runIdSchema }))
  .output(outputSchema)
  .query(({ ctx, input }) => planUndo(ctx.service, input));
