import { z } from "zod";
import { secretIdSchema } from "#core/ids.ts";
import { fieldNameSchema } from "#core/nodes/fields/names.ts";
import { createSecret } from "#server/services/secrets/create-secret.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const createSecretProcedure = workspaceProcedure("secrets.manage")
  .input(z.strictObject({ name: fieldNameSchema, value: z.string().max(16_384) }))
  .output(z.object({ secretId: secretIdSchema }))
  .mutation(({ ctx, input }) => createSecret(ctx.service, input));
