import { trpc } from "#server/trpc/init.ts";
import { listModelsProcedure } from "./list-models.ts";

export const modelsRouter = trpc.router({ list: listModelsProcedure });
