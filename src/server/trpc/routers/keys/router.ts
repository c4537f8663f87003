import { trpc } from "#server/trpc/init.ts";
import { createKeyProcedure } from "./create-key.ts";
import { findKeyUsesProcedure } from "./find-key-uses.ts";
import { listKeysProcedure } from "./list-keys.ts";
import { preferKeyProcedure } from "./prefer-key.ts";
import { removeKeyProcedure } from "./remove-key.ts";
import { replaceKeyProcedure } from "./replace-key.ts";
import { testKeyProcedure } from "./test-key.ts";

export const keysRouter = trpc.router({
  list: listKeysProcedure,
  create: createKeyProcedure,
  replace: replaceKeyProcedure,
  prefer: preferKeyProcedure,
  uses: findKeyUsesProcedure,
  test: testKeyProcedure,
  remove: removeKeyProcedure,
});
