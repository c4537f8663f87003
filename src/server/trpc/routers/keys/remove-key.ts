import { z } from "zod";
import { providerKeyIdSchema } from "#core/ids.ts";
import { removeProviderKey } from "#server/services/keys/remove-provider-key.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const removeKeyProcedure = workspaceProcedure("keys.own")
  .input(z.strictObject({ keyId: providerKeyIdSchema }))
  .output(z.void())
  .mutation(({ ctx, input }) => removeProviderKey(ctx.service, input));
