import { trpc } from "#server/trpc/init.ts";
import { getArtifactProcedure } from "./get-artifact.ts";
import { listArtifactsProcedure } from "./list-artifacts.ts";
import { searchArtifactsProcedure } from "./search-artifacts.ts";
import { traceArtifactProcedure } from "./trace-artifact.ts";

export const artifactsRouter = trpc.router({
  list: listArtifactsProcedure,
  search: searchArtifactsProcedure,
  get: getArtifactProcedure,
  lineage: traceArtifactProcedure,
});
