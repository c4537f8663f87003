import { z } from "zod";
import { providerKeyIdSchema, userIdSchema } from "#core/ids.ts";
import { providerNameSchema } from "#core/model/model-ref-schema.ts";
import { listProviderKeys } from "#server/services/keys/list-provider-keys.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** Nothing more of a key ever leaves the server. */
const keySchema = z.object({
  id: providerKeyIdSchema,
  provider: providerNameSchema,
  label: z.string(),
  baseUrl: z.string().nullable(),
  ownerUserId: userIdSchema.nullable(),
  displayPrefix: z.string(),
  displayLast4: z.string(),
  createdAtMs: z.number(),
  lastUsedAtMs: z.number().nullable(),
  /** The key that runs use instead of this one. Null: this one is used. */
  usedInsteadId: providerKeyIdSchema.nullable(),
  /** When its vendor was last asked, and why it refused the key. Both null: never asked. */
  testedAtMs: z.number().nullable(),
  testRefusal: z.string().nullable(),
});

export const listKeysProcedure = workspaceProcedure("keys.read")
  .output(z.object({ keys: z.array(keySchema).readonly() }))
  .query(async ({ ctx }) => ({ keys: await listProviderKeys(ctx.service) }));
