import { z } from "zod";
import { nodeIdSchema, runIdSchema } from "#core/ids.ts";
import { forkChangeSchema } from "#core/run/fork/fork-changes.ts";
import { planFork } from "#server/services/runs/fork/plan-fork.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { failedItemsSchema, forkChangesSchema } from "./fork-changes-schema.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  fromNodeIds: z.array(nodeIdSchema).max(1000).default([]),
  failedItems: failedItemsSchema,
  changes: forkChangesSchema.exactOptional(),
});

const outputSchema = z.object({
  reused: z.array(z.string()).readonly(),
  rerun: z.array(z.string()).readonly(),
  continued: z.array(z.string()).readonly(),
  given: z.array(z.string()).readonly(),
  savedMicros: z.number().nullable(),
  lastMicros: z.number().nullable(),
  expected: z.object({
    onceMicros: z.number(),
    everyTryMicros: z.number(),
    playMicros: z.number(),
    unpricedModels: z.array(z.string()).readonly(),
    unboundedNodes: z.array(z.string()).readonly(),
    uncountedNodes: z.array(z.string()).readonly(),
  }),
  sideEffects: z.array(z.string()).readonly(),
  changes: z.array(forkChangeSchema).readonly(),
  names: z.record(z.string(), z.string()),
});

export const planForkProcedure = workspaceProcedure("runs.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(({ ctx, input }) => planFork(ctx.service, input));
