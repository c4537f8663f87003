import { z } from "zod";
import { providerKeyIdSchema } from "#core/ids.ts";
import { providerNameSchema } from "#core/model/model-ref-schema.ts";
import { createProviderKey } from "#server/services/keys/create-provider-key.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { lineSchema } from "#server/trpc/text-schema.ts";
import { baseUrlSchema } from "./base-url-schema.ts";

const inputSchema = z.strictObject({
  provider: providerNameSchema,
  label: lineSchema(120),
  secret: z.string().max(4096),
  baseUrl: baseUrlSchema.nullable().default(null),
  owner: z.enum(["me", "workspace"]).default("me"),
  idempotencyKey: idempotencyKeySchema,
});

/** A workspace key also needs `keys.manage`, which the use-case checks. */
export const createKeyProcedure = workspaceProcedure("keys.own")
  .input(inputSchema)
  .output(z.object({ keyId: providerKeyIdSchema }))
  .mutation(({ ctx, input }) => createProviderKey(ctx.service, input));
