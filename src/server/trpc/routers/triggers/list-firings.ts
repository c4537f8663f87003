import { z } from "zod";
import { listFirings } from "#server/services/triggers/list-firings.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";
import { firingSchema, triggerNameSchema } from "./trigger-schema.ts";

const placeSchema = z.strictObject({ dueAtMs: z.number().min(0).max(8.64e15), key: textSchema(300) });

const inputSchema = triggerNameSchema.extend({
  cursor: placeSchema.nullable().default(null),
  limit: z.number().int().min(1).max(200).default(50),
});

export const listFiringsProcedure = workspaceProcedure("triggers.read")
  .input(inputSchema)
  .output(z.object({ firings: z.array(firingSchema).readonly(), nextCursor: placeSchema.nullable() }))
  .query(({ ctx, input }) => listFirings(ctx.service, input));
