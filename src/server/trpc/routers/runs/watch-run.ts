import { tracked } from "@trpc/server";
import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { watchRun } from "#server/services/runs/log/watch-run.ts";
import { toTrpcError } from "#server/trpc/describe-error.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  /** The last line the reader has; a browser that reconnects sends it by itself. */
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/, "must be the number of a line")
    .nullish(),
  /** `small`: large outputs, and those beyond 2 MB in total, are left out and marked. */
  outputs: z.enum(["all", "small"]).default("all"),
});

export const watchRunProcedure = workspaceProcedure("runs.read")
  .input(inputSchema)
  .subscription(async function* ({ ctx, input, signal }) {
    const afterSeq = Number(input.lastEventId ?? 0);
    const request = { runId: input.runId, afterSeq, outputs: input.outputs };
    try {
      for await (const event of watchRun(ctx.service, request, signal ?? new AbortController().signal)) {
        yield tracked(String(event.seq), event);
      }
    } catch (error) {
      // An error thrown while the stream runs passes no middleware.
      throw toTrpcError(error);
    }
  });
