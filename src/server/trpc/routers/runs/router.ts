import { trpc } from "#server/trpc/init.ts";
import { adjustMapProcedure } from "./adjust-map.ts";
import { cancelRunProcedure } from "./cancel-run.ts";
import { compareRunsProcedure } from "./compare-runs.ts";
import { deleteRunProcedure } from "./delete-run.ts";
import { exportCassetteProcedure } from "./export-cassette.ts";
import { forkRunProcedure } from "./fork-run.ts";
import { getRunProcedure } from "./get-run.ts";
import { getRunNodeProcedure } from "./get-run-node.ts";
import { listAgentStepsProcedure } from "./list-agent-steps.ts";
import { listChildRunsProcedure } from "./list-child-runs.ts";
import { listRunsProcedure } from "./list-runs.ts";
import { listSilentAttemptsProcedure } from "./list-silent-attempts.ts";
import { planForkProcedure } from "./plan-fork.ts";
import { planUndoProcedure } from "./plan-undo.ts";
import { resumeRunProcedure } from "./resume-run.ts";
import { retryUndoProcedure } from "./retry-undo.ts";
import { startRunProcedure } from "./start-run.ts";
import { watchRunProcedure } from "./watch-run.ts";

export const runsRouter = trpc.router({
  start: startRunProcedure,
  get: getRunProcedure,
  getNode: getRunNodeProcedure,
  exportCassette: exportCassetteProcedure,
  list: listRunsProcedure,
  listChildren: listChildRunsProcedure,
  listSteps: listAgentStepsProcedure,
  watch: watchRunProcedure,
  pulse: listSilentAttemptsProcedure,
  cancel: cancelRunProcedure,
  adjustMap: adjustMapProcedure,
  delete: deleteRunProcedure,
  resume: resumeRunProcedure,
  planFork: planForkProcedure,
  fork: forkRunProcedure,
  compare: compareRunsProcedure,
  planUndo: planUndoProcedure,
  retryUndo: retryUndoProcedure,
});
