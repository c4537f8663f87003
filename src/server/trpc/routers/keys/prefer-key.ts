import { z } from "zod";
import { providerKeyIdSchema } from "#core/ids.ts";
import { preferProviderKey } from "#server/services/keys/prefer-provider-key.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const preferKeyProcedure = workspaceProcedure("keys.own")
  .input(z.strictObject({ keyId: providerKeyIdSchema }))
  .output(z.void())
  .mutation(({ ctx, input }) => preferProviderKey(ctx.service, input));
