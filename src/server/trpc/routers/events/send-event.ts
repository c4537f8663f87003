import { z } from "zod";
import { runInputLimits } from "#core/json/json-limits.ts";
import { sentEventNameSchema } from "#core/nodes/fields/names.ts";
import { sendEvent } from "#server/services/triggers/send-event.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { jsonInputSchema } from "#server/trpc/json-value-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  name: sentEventNameSchema,
  data: jsonInputSchema(runInputLimits).default(null),
  /** The sender's own id: a repetition is the same event. */
  id: idempotencyKeySchema,
});

export const sendEventProcedure = workspaceProcedure("runs.start")
  .input(inputSchema)
  .output(z.object({ eventId: z.uuid(), matched: z.number() }))
  .mutation(({ ctx, input }) => sendEvent(ctx.service, input));
