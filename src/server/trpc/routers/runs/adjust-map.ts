import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { maxConcurrency, maxItems } from "#core/nodes/map/items-of-map.ts";
import { adjustMap } from "#server/services/runs/adjust-map.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  nodeId: textSchema(200),
  /** The maximum number of items that run at the same time. */
  concurrency: z.number().int().min(1).max(maxConcurrency).exactOptional(),
  /** How many items may fail. */
  tolerate: z.number().int().min(0).max(maxItems).exactOptional(),
});

/** Idempotent, so it needs no idempotency key. */
export const adjustMapProcedure = workspaceProcedure("runs.start")
  .input(inputSchema)
  .output(z.object({ concurrency: z.number(), tolerate: z.number().nullable() }))
  .mutation(({ ctx, input }) => adjustMap(ctx.service, input));
