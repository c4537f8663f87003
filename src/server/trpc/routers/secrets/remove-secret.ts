import { z } from "zod";
import { secretIdSchema } from "#core/ids.ts";
import { removeSecret } from "#server/services/secrets/remove-secret.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { secretUsesSchema } from "./secret-uses-schema.ts";

export const removeSecretProcedure = workspaceProcedure("secrets.manage")
  .input(z.strictObject({ secretId: secretIdSchema }))
  .output(secretUsesSchema)
  .mutation(({ ctx, input }) => removeSecret(ctx.service, input));
