import { z } from "zod";
import { endAllSessions } from "#server/services/sessions/end-all-sessions.ts";
import { userProcedure } from "#server/trpc/procedures.ts";

export const endAllSessionsProcedure = userProcedure
  .output(z.object({ endedSessions: z.number() }))
  .mutation(({ ctx }) => endAllSessions(ctx.user));
