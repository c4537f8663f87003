import { z } from "zod";
import { rotateTriggerSecret } from "#server/services/triggers/rotate-trigger-secret.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { triggerNameSchema } from "./trigger-schema.ts";

/** A single word of header characters, long enough not to be guessed. */
const secretSchema = z
  .string()
  .regex(/^[\x21-\x7e]{16,512}$/, "must be 16 to 512 printable characters without spaces");

export const rotateTriggerSecretProcedure = workspaceProcedure("triggers.manage")
  .input(triggerNameSchema.extend({ secret: secretSchema.nullable().default(null) }))
  .output(z.object({ secret: z.string() }))
  .mutation(({ ctx, input }) => rotateTriggerSecret(ctx.service, input));
