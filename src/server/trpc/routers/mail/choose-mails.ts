import { z } from "zod";
import { mailKinds } from "#core/policy/mail.ts";
import { chooseOwnMails } from "#server/services/mail/mail-choice.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  /** What the caller is notified of by mail in this workspace; empty: nothing. */
  kinds: z.array(z.enum(mailKinds)).max(mailKinds.length),
});

export const chooseMailsProcedure = workspaceProcedure("mail.own")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => chooseOwnMails(ctx.service, input));
