import { trpc } from "#server/trpc/init.ts";
import { createWorkspaceProcedure } from "./create-workspace.ts";
import { deleteWorkspaceProcedure } from "./delete-workspace.ts";
import { getWorkspaceProcedure } from "./get-workspace.ts";
import { listWorkspacesProcedure } from "./list-workspaces.ts";
import { renameWorkspaceProcedure } from "./rename-workspace.ts";

export const workspacesRouter = trpc.router({
  list: listWorkspacesProcedure,
  get: getWorkspaceProcedure,
  create: createWorkspaceProcedure,
  rename: renameWorkspaceProcedure,
  delete: deleteWorkspaceProcedure,
});
