import { z } from "zod";
import { pipelineIdSchema, secretIdSchema } from "#core/ids.ts";
import { removeSecret } from "#server/services/secrets/remove-secret.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const usesSchema = z.object({
  pipelines: z.array(z.object({ id: pipelineIdSchema, name: z.string() })).readonly(),
});

export const removeSecretProcedure = workspaceProcedure("secrets.manage")
  .input(z.strictObject({ secretId: secretIdSchema }))
  .output(usesSchema)
  .mutation(({ ctx, input }) => removeSecret(ctx.service, input));
