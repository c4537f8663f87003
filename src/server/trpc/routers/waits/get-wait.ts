import { z } from "zod";
import { waitIdSchema } from "#core/ids.ts";
import { getWait } from "#server/services/waits/get-wait.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { waitDetailSchema } from "./wait-schema.ts";

export const getWaitProcedure = workspaceProcedure("runs.read")
  .input(z.strictObject({ waitId: waitIdSchema }))
  .output(waitDetailSchema)
  .query(({ ctx, input }) => getWait(ctx.service, input));
