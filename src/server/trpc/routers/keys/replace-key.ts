import { z } from "zod";
import { providerKeyIdSchema } from "#core/ids.ts";
import { replaceProviderKey } from "#server/services/keys/replace-provider-key.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { baseUrlSchema } from "./base-url-schema.ts";

const inputSchema = z.strictObject({
  keyId: providerKeyIdSchema,
  secret: z.string().max(4096),
  /** Null: the vendor's own address. Absent: unchanged. */
  baseUrl: baseUrlSchema.nullable().optional(),
});

/** A workspace key also needs `keys.manage`, which the use-case checks. */
export const replaceKeyProcedure = workspaceProcedure("keys.own")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => replaceProviderKey(ctx.service, input));
