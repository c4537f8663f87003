import { trpc } from "#server/trpc/init.ts";
import { listViewsProcedure } from "./list-views.ts";
import { removeViewProcedure } from "./remove-view.ts";
import { saveViewProcedure } from "./save-view.ts";

export const viewsRouter = trpc.router({
  list: listViewsProcedure,
  save: saveViewProcedure,
  remove: removeViewProcedure,
});
