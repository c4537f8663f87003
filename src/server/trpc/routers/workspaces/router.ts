import { trpc } from "#server/trpc/init.ts";
import { createWorkspaceProcedure } from "./create-workspace.ts";
import { deleteWorkspaceProcedure } from "./delete-workspace.ts";
import { getRetentionProcedure } from "./get-retention.ts";
import { getWorkspaceProcedure } from "./get-workspace.ts";
import { listWorkspacesProcedure } from "./list-workspaces.ts";
import { renameWorkspaceProcedure } from "./rename-workspace.ts";
import { setRetentionProcedure } from "./set-retention.ts";

export const workspacesRouter = trpc.router({
  list: listWorkspacesProcedure,
  get: getWorkspaceProcedure,
  create: createWorkspaceProcedure,
  rename: renameWorkspaceProcedure,
  retention: getRetentionProcedure,
  setRetention: setRetentionProcedure,
  delete: deleteWorkspaceProcedure,
});
