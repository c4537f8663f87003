import { trpc } from "#server/trpc/init.ts";
import { createTestCaseProcedure } from "./create-test-case.ts";
import { createTestSetProcedure } from "./create-test-set.ts";
import { exportTestSetProcedure } from "./export-test-set.ts";
import { getTestCaseProcedure } from "./get-test-case.ts";
import { judgeTestSetProcedure } from "./judge-test-set.ts";
import { listTestSetsProcedure } from "./list-test-sets.ts";
import { planJudgingProcedure } from "./plan-judging.ts";
import { playTestSetProcedure } from "./play-test-set.ts";
import { recordCaseProcedure } from "./record-case.ts";
import { removeTestCaseProcedure } from "./remove-test-case.ts";
import { removeTestSetProcedure } from "./remove-test-set.ts";
import { saveRunProcedure } from "./save-run.ts";
import { updateTestCaseProcedure } from "./update-test-case.ts";
import { updateTestSetProcedure } from "./update-test-set.ts";

export const testsRouter = trpc.router({
  list: listTestSetsProcedure,
  play: playTestSetProcedure,
  planJudging: planJudgingProcedure,
  judge: judgeTestSetProcedure,
  exportSet: exportTestSetProcedure,
  createSet: createTestSetProcedure,
  updateSet: updateTestSetProcedure,
  removeSet: removeTestSetProcedure,
  saveRun: saveRunProcedure,
  getCase: getTestCaseProcedure,
  createCase: createTestCaseProcedure,
  updateCase: updateTestCaseProcedure,
  recordCase: recordCaseProcedure,
  removeCase: removeTestCaseProcedure,
});
