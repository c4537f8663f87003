import { trpc } from "#server/trpc/init.ts";
import { getMeProcedure } from "./get-me.ts";

export const meRouter = trpc.router({ get: getMeProcedure });
