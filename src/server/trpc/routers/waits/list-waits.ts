import { z } from "zod";
import { runIdSchema, waitIdSchema } from "#core/ids.ts";
import { waitKinds } from "#core/waits/words.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { waitSchema } from "./wait-schema.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema.nullable().default(null),
  /** Only what the caller is asked to decide. */
  mine: z.boolean().default(false),
  which: z.enum(["open", "ended", "all"]).default("open"),
  /** Only waits of these kinds. Null: all. */
  kinds: z.array(z.enum(waitKinds)).min(1).max(waitKinds.length).nullable().default(null),
  cursor: waitIdSchema.nullable().default(null),
  limit: z.number().int().min(1).max(200).default(50),
});

export const listWaitsProcedure = workspaceProcedure("runs.read")
  .input(inputSchema.prefault({}))
  .output(z.object({ waits: z.array(waitSchema).readonly(), nextCursor: waitIdSchema.nullable() }))
  .query(({ ctx, input }) => listWaits(ctx.service, input));
