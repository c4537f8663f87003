import { z } from "zod";
import { sessionIdSchema } from "#core/ids.ts";
import { describeSecurity } from "#server/services/account/describe-security.ts";
import { userProcedure } from "#server/trpc/procedures.ts";

const sessionSchema = z.object({
  id: sessionIdSchema,
  device: z.string(),
  createdAtMs: z.number(),
  lastSeenAtMs: z.number().nullable(),
  expiresAtMs: z.number(),
  isCurrent: z.boolean(),
});

export const describeSecurityProcedure = userProcedure
  .output(z.object({ hasPassword: z.boolean(), sessions: z.array(sessionSchema).readonly() }))
  .query(({ ctx }) => describeSecurity(ctx.user));
