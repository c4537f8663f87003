import { trpc } from "#server/trpc/init.ts";
import { archivePipelineProcedure } from "./archive-pipeline.ts";
import { createPipelineProcedure } from "./create-pipeline.ts";
import { deletePipelineProcedure } from "./delete-pipeline.ts";
import { getDependentsProcedure } from "./get-dependents.ts";
import { getPipelineProcedure } from "./get-pipeline.ts";
import { getVersionProcedure } from "./get-version.ts";
import { listCalledOutputsProcedure } from "./list-called-outputs.ts";
import { listPipelinesProcedure } from "./list-pipelines.ts";
import { listVersionsProcedure } from "./list-versions.ts";
import { publishPipelineProcedure } from "./publish-pipeline.ts";
import { saveDraftProcedure } from "./save-draft.ts";
import { validatePipelineProcedure } from "./validate-pipeline.ts";

export const pipelinesRouter = trpc.router({
  list: listPipelinesProcedure,
  get: getPipelineProcedure,
  create: createPipelineProcedure,
  saveDraft: saveDraftProcedure,
  validate: validatePipelineProcedure,
  publish: publishPipelineProcedure,
  calledOutputs: listCalledOutputsProcedure,
  versions: listVersionsProcedure,
  version: getVersionProcedure,
  dependents: getDependentsProcedure,
  archive: archivePipelineProcedure,
  delete: deletePipelineProcedure,
});
