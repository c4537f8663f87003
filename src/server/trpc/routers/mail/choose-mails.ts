import { z } from "zod";
import { mailKinds } from "#core/policy/mail.ts";
import { chooseOwnMails } from "#server/services/mail/mail-choice.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  /** The notices that the caller gets by mail in this workspace; empty: none. */
  kinds: z.array(z.enum(mailKinds)).max(mailKinds.length),
});

export const chooseMailsProcedure = workspaceProcedure("mail.own")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => chooseOwnMails(ctx.service, input));
