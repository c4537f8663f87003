import { trpc } from "#server/trpc/init.ts";
import { findWorkerProcedure } from "./find-worker.ts";
import { getMeProcedure } from "./get-me.ts";

export const meRouter = trpc.router({ get: getMeProcedure, worker: findWorkerProcedure });
