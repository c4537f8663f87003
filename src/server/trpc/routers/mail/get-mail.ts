import { z } from "zod";
import { mailKinds } from "#core/policy/mail.ts";
import { getMailChoice } from "#server/services/mail/mail-choice.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const kindsSchema = z.array(z.enum(mailKinds)).readonly();

/** Times in milliseconds since the epoch. */
const outputSchema = z.object({
  /** False: whoever runs this Penstock has not set up mail, and nothing is sent. */
  isSetUp: z.boolean(),
  address: z.string(),
  kinds: kindsSchema,
  offered: kindsSchema,
  /** Since then nothing is sent, because nothing could be delivered; null: it is. */
  offSinceMs: z.number().nullable(),
  lastError: z.string().nullable(),
});

export const getMailProcedure = workspaceProcedure("mail.own")
  .output(outputSchema)
  .query(({ ctx }) => getMailChoice(ctx.service));
