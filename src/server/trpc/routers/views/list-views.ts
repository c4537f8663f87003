import { z } from "zod";
import { savedViewIdSchema } from "#core/ids.ts";
import { listViews } from "#server/services/views/list-views.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const viewSchema = z.object({
  id: savedViewIdSchema,
  name: z.string(),
  /** The query string of the list's URL: `?status=failed`, or empty. */
  query: z.string(),
});

export const listViewsProcedure = workspaceProcedure("runs.read")
  .output(z.object({ views: z.array(viewSchema).readonly() }))
  .query(async ({ ctx }) => ({ views: await listViews(ctx.service) }));
