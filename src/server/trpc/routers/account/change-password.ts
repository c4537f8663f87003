import { z } from "zod";
import { changePassword } from "#server/services/account/change-password.ts";
import { userProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  currentPassword: z.string().max(4096),
  newPassword: z.string().max(4096),
});

export const changePasswordProcedure = userProcedure
  .input(inputSchema)
  .output(z.object({ endedSessions: z.number() }))
  .mutation(({ ctx, input }) => changePassword(ctx.user, input));
