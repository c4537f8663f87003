import { z } from "zod";
import { secretIdSchema } from "#core/ids.ts";
import { findSecretUses } from "#server/services/secrets/find-secret-uses.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { secretUsesSchema } from "./secret-uses-schema.ts";

export const findSecretUsesProcedure = workspaceProcedure("secrets.read")
  .input(z.strictObject({ secretId: secretIdSchema }))
  .output(secretUsesSchema)
  .query(({ ctx, input }) => findSecretUses(ctx.service, input));
