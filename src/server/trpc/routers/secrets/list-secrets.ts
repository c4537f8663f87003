import { z } from "zod";
import { secretIdSchema } from "#core/ids.ts";
import { listSecrets } from "#server/services/secrets/list-secrets.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** Nothing more of a secret ever leaves the server. */
const secretSchema = z.object({
  id: secretIdSchema,
  name: z.string(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
  lastUsedAtMs: z.number().nullable(),
});

export const listSecretsProcedure = workspaceProcedure("secrets.read")
  .output(z.object({ secrets: z.array(secretSchema).readonly() }))
  .query(async ({ ctx }) => ({ secrets: await listSecrets(ctx.service) }));
