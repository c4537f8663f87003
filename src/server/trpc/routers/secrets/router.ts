import { trpc } from "#server/trpc/init.ts";
import { createSecretProcedure } from "./create-secret.ts";
import { listSecretsProcedure } from "./list-secrets.ts";
import { removeSecretProcedure } from "./remove-secret.ts";
import { replaceSecretProcedure } from "./replace-secret.ts";

export const secretsRouter = trpc.router({
  list: listSecretsProcedure,
  create: createSecretProcedure,
  replace: replaceSecretProcedure,
  remove: removeSecretProcedure,
});
