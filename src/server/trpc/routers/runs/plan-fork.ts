import { z } from "zod";
import { nodeIdSchema, runIdSchema } from "#core/ids.ts";
import { planFork } from "#server/services/runs/plan-fork.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  fromNodeIds: z.array(nodeIdSchema).max(1000).default([]),
});

const outputSchema = z.object({
  reused: z.array(z.string()).readonly(),
  rerun: z.array(z.string()).readonly(),
  savedMicros: z.number().nullable(),
  sideEffects: z.array(z.string()).readonly(),
});

export const planForkProcedure = workspaceProcedure("runs.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(({ ctx, input }) => planFork(ctx.service, input));
