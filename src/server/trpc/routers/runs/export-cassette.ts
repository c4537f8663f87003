import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { exportCassette } from "#server/services/runs/recordings/export-cassette.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const exportCassetteProcedure = workspaceProcedure("runs.read")
  .input(z.strictObject({ runId: runIdSchema }))
  .output(z.object({ fileName: z.string(), text: z.string() }))
  .query(({ ctx, input }) => exportCassette(ctx.service, input));
