import { z } from "zod";
import { savedViewIdSchema } from "#core/ids.ts";
import { saveView } from "#server/services/views/save-view.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { lineSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({
  name: lineSchema(100),
  /** The query string of the list's URL: its filters and its order. */
  query: z
    .string()
    .max(2_000)
    .regex(
      /^(\?[\x21-\x7e]*)?$/,
      "must be the end of an address: a question mark and what follows it, or nothing",
    ),
});

export const saveViewProcedure = workspaceProcedure("runs.read")
  .input(inputSchema)
  .output(z.object({ viewId: savedViewIdSchema }))
  .mutation(({ ctx, input }) => saveView(ctx.service, input));
