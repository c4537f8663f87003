import { z } from "zod";
import { mailKinds } from "#core/policy/mail.ts";
import { getMailChoice } from "#server/services/mail/mail-choice.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const kindsSchema = z.array(z.enum(mailKinds)).readonly();

/** Times are milliseconds since the epoch. */
const outputSchema = z.object({
  /** False: no mail server is configured, and nothing is sent. */
  isSetUp: z.boolean(),
  address: z.string(),
  kinds: kindsSchema,
  offered: kindsSchema,
  /** Since when mails are off because none could be delivered. Null: they are on. */
  offSinceMs: z.number().nullable(),
  lastError: z.string().nullable(),
});

export const getMailProcedure = workspaceProcedure("mail.own")
  .output(outputSchema)
  .query(({ ctx }) => getMailChoice(ctx.service));
