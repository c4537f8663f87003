import { z } from "zod";
import { mailKinds } from "#core/policy/mail.ts";
import { getMailChoice } from "#server/services/mail/mail-choice.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const kindsSchema = z.array(z.enum(mailKinds)).readonly();

/** Times in milliseconds since the epoch. */
const outputSchema = z.object({
  /** False: the operator has not set up mail, and nothing is sent. */
  isSetUp: z.boolean(),
  address: z.string(),
  kinds: kindsSchema,
  offered: kindsSchema,
  /** Nothing has been sent since then, because nothing could be delivered; null: mail is sent. */
  offSinceMs: z.number().nullable(),
  lastError: z.string().nullable(),
});

export const getMailProcedure = workspaceProcedure("mail.own")
  .output(outputSchema)
  .query(({ ctx }) => getMailChoice(ctx.service));
