import { z } from "zod";
import { sessionIdSchema } from "#core/ids.ts";
import { endOwnSession } from "#server/services/sessions/end-own-session.ts";
import { userProcedure } from "#server/trpc/procedures.ts";

export const endSessionProcedure = userProcedure
  .input(z.strictObject({ sessionId: sessionIdSchema }))
  .output(z.void())
  .mutation(({ ctx, input }) => endOwnSession(ctx.user, input));
