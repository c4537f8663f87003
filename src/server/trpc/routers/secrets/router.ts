import { trpc } from "#server/trpc/init.ts";
import { createSecretProcedure } from "./create-secret.ts";
import { findSecretUsesProcedure } from "./find-secret-uses.ts";
import { listSecretsProcedure } from "./list-secrets.ts";
import { removeSecretProcedure } from "./remove-secret.ts";
import { replaceSecretProcedure } from "./replace-secret.ts";

export const secretsRouter = trpc.router({
  list: listSecretsProcedure,
  uses: findSecretUsesProcedure,
  create: createSecretProcedure,
  replace: replaceSecretProcedure,
  remove: removeSecretProcedure,
});
