import { z } from "zod";
import { findWorker } from "#server/services/health/find-worker.ts";
import { userProcedure } from "#server/trpc/procedures.ts";

export const findWorkerProcedure = userProcedure
  .output(z.object({ isAtWork: z.boolean() }))
  .query(({ ctx }) => findWorker(ctx.user));
