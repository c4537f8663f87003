import { z } from "zod";
import { apiTokenIdSchema, userIdSchema } from "#core/ids.ts";
import { listAuditEvents } from "#server/services/audit/list-audit-events.ts";
import { jsonOutputSchema } from "#server/trpc/json-value-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z
  .strictObject({
    /** Only what this person did, also through their tokens. */
    actorUserId: userIdSchema.nullable().default(null),
    /** Only this action: `run.start`, `member.add`. */
    action: textSchema(60).nullable().default(null),
    cursor: z.uuid().nullable().default(null),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .prefault({});

const eventSchema = z.object({
  id: z.string(),
  actorUserId: userIdSchema.nullable(),
  actorTokenId: apiTokenIdSchema.nullable(),
  actorName: z.string().nullable(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  detail: jsonOutputSchema,
  createdAtMs: z.number(),
});

export const listAuditEventsProcedure = workspaceProcedure("audit.read")
  .input(inputSchema)
  .output(
    z.object({
      events: z.array(eventSchema).readonly(),
      nextCursor: z.string().nullable(),
      /** The names of the ids in these events, as far as known; a run has its pipeline's name. */
      names: z.record(z.string(), z.string()).readonly(),
    }),
  )
  .query(({ ctx, input }) => listAuditEvents(ctx.service, input));
