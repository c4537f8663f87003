import type { RunId } from "#core/ids.ts";
import { noopsInARow } from "../definitions.ts";
import { createEndWatch } from "../end-watch.ts";
import type { Figure } from "../figure.ts";
import { percentile } from "../measure.ts";
import { publish, start } from "../runs.ts";
import type { Stage } from "../stage.ts";

const crowdSize = 1_000;
const guests = 10;
/** Runs that are started at the same time. */
const together = 16;
/** At least this many of the crowd must still be waiting, or the measurement says nothing. */
const leastWaiting = 100;

/** One workspace queues a thousand runs, and another starts one now and then: how many of the thousand go first? */
export async function measureFairness(stage: Stage): Promise<readonly Figure[]> {
  const { context } = stage;
  const other = await stage.anotherWorkspace();
  const crowdPipeline = await publish(context, noopsInARow(10));
  const guestPipeline = await publish(other, noopsInARow(1));
  const crowdEnds = createEndWatch(stage);
  const guestEnds = createEndWatch({ ...stage, context: other });
  const crowd: Promise<RunId>[] = [];
  for (let count = 0; count < crowdSize; count += together) {
    const started = Array.from({ length: together }, () => start(context, crowdPipeline));
    crowd.push(...started);
    await Promise.all(started);
  }
  const passed: number[] = [];
  for (let count = 0; count < guests && (await countWaiting(stage)) > leastWaiting; count += 1) {
    const runId = await start(other, guestPipeline);
    await guestEnds.of(runId);
    passed.push(await countPassed(stage, runId));
  }
  await Promise.all((await Promise.all(crowd)).map((runId) => crowdEnds.of(runId)));
  const what = "of 1,000 queued runs, those that go before another workspace's one";
  return [
    {
      work: "fairness",
      what: `${what}, most of ${passed.length}`,
      value: Math.max(...passed),
      unit: "runs",
      target: 20,
    },
    { work: "fairness", what: "the same, p50", value: percentile(passed, 0.5), unit: "runs" },
  ];
}

/** Runs that have not been started. */
async function countWaiting({ asOwner }: Stage): Promise<number> {
  const [row] = await asOwner<{ count: number }>(
    "select count(*)::int as count from graphile_worker._private_jobs where locked_at is null and run_at <= now()",
  );
  return row?.count ?? 0;
}

/** Runs of other workspaces whose first node began between this run's start and its own first node. */
async function countPassed({ asOwner }: Stage, runId: RunId): Promise<number> {
  const [row] = await asOwner<{ count: number }>(
    `with guest as (
       select r.workspace_id, r.created_at as from_at, min(a.started_at) as to_at
         from runs r join attempts a on a.workspace_id = r.workspace_id and a.run_id = r.id
        where r.id = $1 group by 1, 2
     )
     select count(*)::int as count from attempts a, guest g
      where a.workspace_id <> g.workspace_id and a.node_id = 'n1' and a.number = 1
        and a.started_at > g.from_at and a.started_at < g.to_at`,
    [runId],
  );
  return row?.count ?? 0;
}
