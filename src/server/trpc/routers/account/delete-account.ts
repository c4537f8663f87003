import { z } from "zod";
import { deleteAccount } from "#server/services/account/delete-account.ts";
import { userProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  /** The person's own e-mail address, typed. */
  confirm: z.string().max(1_000),
  /** Null for an account without one. */
  currentPassword: z.string().max(4096).nullable(),
});

export const deleteAccountProcedure = userProcedure
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => deleteAccount(ctx.user, input));
