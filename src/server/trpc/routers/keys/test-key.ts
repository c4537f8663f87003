import { z } from "zod";
import { providerKeyIdSchema } from "#core/ids.ts";
import { testProviderKey } from "#server/services/keys/test-provider-key.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const outputSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);

export const testKeyProcedure = workspaceProcedure("keys.own")
  .input(z.strictObject({ keyId: providerKeyIdSchema }))
  .output(outputSchema)
  .mutation(({ ctx, input }) => testProviderKey(ctx.service, input));
