import { trpc } from "#server/trpc/init.ts";
import { decideWaitProcedure } from "./decide-wait.ts";
import { decideWaitsProcedure } from "./decide-waits.ts";
import { getWaitProcedure } from "./get-wait.ts";
import { listWaitsProcedure } from "./list-waits.ts";

export const waitsRouter = trpc.router({
  list: listWaitsProcedure,
  get: getWaitProcedure,
  decide: decideWaitProcedure,
  decideMany: decideWaitsProcedure,
});
