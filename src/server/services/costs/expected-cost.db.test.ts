import { expect, it } from "vitest";
import { answerOf, claimed, setBudgetStage } from "#server/services/budgets/testing/budget-stage.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { expectRunCost } from "./expect-run-cost.ts";
import { listPastCosts } from "./list-past-costs.ts";

const { database, start, claim, settle, context } = await setBudgetStage();

it("expects of a run what the earlier runs of its pipeline have cost", async () => {
  const first = await start();
  const { pipelineId } = first;
  const again = async (tokens: number) => {
    const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
    const { runId } = await startRun(context(), asked);
    await settle(await claimed(() => claim(runId)), answerOf(tokens));
    return runId;
  };
  await settle(await claimed(first.claim), answerOf(100));
  await again(200);
  const third = await again(300);
  // Runs that did not complete, and other pipelines, are left out.
  const stopped = await startRun(context(), {
    pipelineId,
    input: "tides",
    variables: {},
    version: null,
    idempotencyKey: null,
  });
  await cancelRun(context(), { runId: stopped.runId, reason: "enough" });
  const other = await start();
  await settle(await claimed(other.claim), answerOf(900));

  const past = await listPastCosts(context(), { pipelineId });
  const costs = past.map(({ nodes }) => nodes);
  const of = (costMicros: number) => [{ nodeId: "ask", model: "sandbox/echo", costMicros }];
  expect(costs).toEqual([of(1_510), of(1_010), of(510)]);
  const usual = { p50Micros: 510, p90Micros: 1_010 };
  expect(await expectRunCost(context(), { runId: third })).toEqual({
    runs: 2,
    real: null,
    play: usual,
    nodes: [{ nodeId: "ask", count: 2, isSandbox: true, ...usual }],
    unknownNodes: [],
  });
  expect(await expectRunCost(context(), { runId: first.runId })).toMatchObject({
    runs: 0,
    unknownNodes: ["Ask"],
  });
  // A body in one of its nodes is a child run, but not a run of the pipeline; a call of the pipeline is.
  await database.asOwner(
    `update runs set parent_run_id = $1, root_run_id = $1, parent_node_id = 'each', parent_iteration = 0, parent_attempt = 1, depth = 1
      where id = $2`,
    [first.runId, third],
  );
  expect((await listPastCosts(context(), { pipelineId })).map(({ nodes }) => nodes)).toEqual([
    of(1_010),
    of(510),
  ]);
  await database.asOwner("update runs set parent_run_id = $1, root_run_id = $1 where id = $2", [
    other.runId,
    third,
  ]);
  expect(await listPastCosts(context(), { pipelineId })).toHaveLength(3);
});
