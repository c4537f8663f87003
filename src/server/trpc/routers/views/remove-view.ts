import { z } from "zod";
import { savedViewIdSchema } from "#core/ids.ts";
import { removeView } from "#server/services/views/remove-view.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const removeViewProcedure = workspaceProcedure("runs.read")
  .input(z.strictObject({ viewId: savedViewIdSchema }))
  .mutation(({ ctx, input }) => removeView(ctx.service, input));
