import { z } from "zod";
import { secretIdSchema } from "#core/ids.ts";
import { replaceSecret } from "#server/services/secrets/replace-secret.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const replaceSecretProcedure = workspaceProcedure("secrets.manage")
  .input(z.strictObject({ secretId: secretIdSchema, value: z.string().max(16_384) }))
  .output(z.void())
  .mutation(({ ctx, input }) => replaceSecret(ctx.service, input));
