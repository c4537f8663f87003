import { randomUUID } from "node:crypto";
import type { PipelineId, RunId } from "#core/ids.ts";
import { maxLostInARow } from "#core/policy/retry.ts";
import { createBudget } from "#server/services/budgets/create-budget.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import type { RunFault } from "../find-faults.ts";
import { startHttpSink } from "../http-sink.ts";
import { Pace } from "../pace.ts";
import { seededRandom } from "../seeded-random.ts";
import { type Stage, type StageDatabase, setStage } from "../set-stage.ts";
import { until } from "../until.ts";
import { anyPipeline, calledPipeline, calledSlug } from "./any-pipeline.ts";
import { Blows } from "./blows.ts";
import { type CheckedBook, checkBook, type PromisedRun } from "./check-book.ts";
import { findPassedBudgets } from "./find-budget-faults.ts";
import { findSumFaults } from "./find-sum-faults.ts";
import { checkTalks, type TalkFigures } from "./find-talk-faults.ts";
import { countUndone, findUndoFaults } from "./find-undo-faults.ts";
import { Talks } from "./talks.ts";

/** What is to happen: the same seed chooses the same pipelines and blows. */
export interface ChaosPlan {
  readonly runs: number;
  readonly kills: number;
  readonly seed: number;
}

export interface ChaosOutcome extends CheckedBook {
  readonly blows: ReadonlyMap<string, number>;
  /** Workers that ended by themselves when they were cut off, and were started again, as the supervisor does. */
  readonly endedWorkers: number;
  /** From each blow to the next line in any log. */
  readonly silentMs: readonly number[];
  /** How often a call waited for its budget. */
  readonly waitedForMoney: number;
  /** How many nodes were undone. */
  readonly undone: number;
  /** Of the agents with tools, one more of which is begun before each kill. */
  readonly talk: TalkFigures;
}

/**
 * For each run: room for its most expensive call, and for all that it may come to cost with the tries that fail. Calls
 * side by side do not fit, and wait for each other.
 */
function narrowBudget({ mostOfACall, mostOfARun }: Costs) {
  const limitMicros = mostOfACall + failedTries * mostOfARun;
  return { ...wideBudget, per: "run", onLimit: "wait", limitMicros } as const;
}

/** No run in trouble costs this many times what it costs when nothing goes wrong. */
const failedTries = 4;

/** What was reserved for a call, and what a run without trouble cost, micros of play money. */
interface Costs {
  readonly mostOfACall: number;
  readonly mostOfARun: number;
}

/** Different pipelines; each is played once without trouble, to know what must come out. */
const pipelineCount = 12;
/** No more runs than these are under way. */
const mostOpen = 30;
const cancelShare = 0.06;

const wideBudget = {
  scope: "workspace",
  per: "month",
  timezone: "UTC",
  limitMicros: 1_000_000_000_000,
  warnPercent: null,
  onLimit: "fail",
  idempotencyKey: null,
} as const;

interface Rehearsed {
  readonly pipelineId: PipelineId;
  readonly input: string;
  readonly quietRunId: RunId;
}

/**
 * Runs pipelines of every kind of node on real processes (web, workers, database, vendor) and strikes them: kill -9,
 * standing still, cut connections, a vendor in trouble. Resolves with what a checker then finds in the database.
 */
export async function playChaos(
  database: StageDatabase,
  plan: ChaosPlan,
  tell: (line: string) => void = () => {},
): Promise<ChaosOutcome> {
  const sink = await startHttpSink(5);
  const stage = await setStage(database, { keptEntries: 40 * plan.runs + 1_000 });
  const blows = await Blows.prepare(stage, seededRandom(plan.seed));
  const talks = await Talks.prepare(stage, blows.web, sink.url, seededRandom(plan.seed + 2));
  const pace = new Pace();
  const looking = setInterval(() => pace.look(), 1_000);
  try {
    // Wide enough for everything: that it counts right is what is looked at.
    await createBudget(stage.context, wideBudget);
    const rehearsed = await rehearse(stage, plan, sink.url);
    await createBudget(stage.context, narrowBudget(await readCosts(database)));
    const inBetween: RunFault[] = [];
    const promised = await strikeAll(stage, blows, talks, rehearsed, plan, async (kill) => {
      // What is summed and what is held is right at any moment, and not only in the end.
      inBetween.push(...(await findSumFaults(database)), ...(await findPassedBudgets(database)));
      if (kill % 20 === 0) tell(`${kill} kills`);
    });
    tell("the last blow has fallen; waiting for what is under way");
    const started = [...promised.map(({ runId }) => runId), ...talks.runIds];
    await stage.ended(started).catch((error: unknown) => tell(String(error)));
    const bill = stage.sandbox.stats().entries;
    const book = await checkBook(database, bill, promised, talks.runIds, pace);
    const talk = await checkTalks(database, bill, sink, talks.runIds);
    const undoFaults = await findUndoFaults(database, sink);
    const faults = [...inBetween, ...book.faults, ...talk.faults, ...undoFaults];
    const { counts, silentMs, endedByThemselves: endedWorkers } = blows;
    return {
      ...book,
      faults,
      blows: counts,
      silentMs,
      endedWorkers,
      waitedForMoney: await countWaits(database),
      undone: await countUndone(database),
      talk: talk.figures,
    };
  } finally {
    clearInterval(looking);
    await talks.end();
    await blows.close();
    await stage.close();
    await sink.close();
  }
}

async function readCosts({ asOwner }: StageDatabase): Promise<Costs> {
  const [row] = await asOwner<Record<keyof Costs, number>>(
    `select (select max(amount_micros)::float8 from ledger_entries where kind = 'reserve') as "mostOfACall",
            (select max(cost_micros)::float8 from runs) as "mostOfARun"`,
  );
  return row ?? { mostOfACall: 0, mostOfARun: 0 };
}

async function countWaits({ asOwner }: StageDatabase): Promise<number> {
  const [row] = await asOwner<{ count: number }>(
    "select count(*)::int as count from waits where kind = 'budget'",
  );
  return row?.count ?? 0;
}

/** What the others call. */
async function publishCalled({ context, database }: Stage): Promise<void> {
  const pipelineId = await seedPipeline(context, calledPipeline);
  await database.asOwner("update pipelines set slug = $2 where id = $1", [pipelineId, calledSlug]);
  await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
}

/** Each pipeline that there is a run for in its quiet form, to the end. */
async function rehearse(
  stage: Stage,
  { seed, runs }: ChaosPlan,
  sinkUrl: string,
): Promise<readonly Rehearsed[]> {
  await publishCalled(stage);
  const rehearsed = await Promise.all(
    Array.from({ length: Math.min(pipelineCount, runs) }, async (_, index): Promise<Rehearsed> => {
      const input = `Tide ${index} comes in${index % 2 === 0 ? "" : ", and goes out again, and comes in"}.`;
      const quietRunId = await stage.start(anyPipeline(seed + index, { isQuiet: true, sinkUrl }), input);
      const troubled = anyPipeline(seed + index, { isQuiet: false, sinkUrl });
      return { pipelineId: await seedPipeline(stage.context, troubled), input, quietRunId };
    }),
  );
  await stage.ended(rehearsed.map(({ quietRunId }) => quietRunId));
  return rehearsed;
}

async function strikeAll(
  stage: Stage,
  blows: Blows,
  talks: Talks,
  rehearsed: readonly Rehearsed[],
  plan: ChaosPlan,
  afterKill: (kill: number) => Promise<void>,
): Promise<readonly PromisedRun[]> {
  const random = seededRandom(plan.seed + 1);
  const promised: Promise<PromisedRun>[] = [];
  for (let kill = 1; kill <= plan.kills; kill += 1) {
    await roomForMore(stage);
    await blows.ready();
    const due = Math.round((plan.runs * kill) / plan.kills);
    while (promised.length < due)
      promised.push(promiseRun(blows, rehearsed[promised.length % rehearsed.length], random));
    await talks.start();
    await spareTheUnlucky(stage);
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 500));
    await blows.strike();
    await afterKill(kill);
  }
  return Promise.all(promised);
}

/** Starts a run by way of the web process, and sometimes wants it no longer. */
async function promiseRun(
  { web }: Blows,
  rehearsed: Rehearsed | undefined,
  random: () => number,
): Promise<PromisedRun> {
  if (rehearsed === undefined) throw new Error("There is no pipeline to run");
  const { pipelineId, input, quietRunId } = rehearsed;
  const isCancelled = random() < cancelShare;
  const afterMs = 100 + random() * 900;
  const runId = await web.ask({ kind: "start", pipelineId, input, idempotencyKey: randomUUID() });
  if (isCancelled) {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await web.ask({ kind: "cancel", runId, undo: afterMs > 500 });
  }
  return { runId, quietRunId, isCancelled };
}

/** Waits until fewer runs are under way than there may be. */
async function roomForMore({ database }: Stage): Promise<void> {
  await until(
    () => database.asOwner("select from runs where status in ('pending', 'running', 'waiting')"),
    (open) => open.length < mostOpen,
    120_000,
  );
}

/** A node that loses five workers in a row fails for good: one that comes near is let through before the next kill. */
async function spareTheUnlucky({ database }: Stage): Promise<void> {
  await until(
    () =>
      database.asOwner(
        `select from attempts lost
           join node_runs node using (run_id, node_id)
          where lost.status = 'lost' and node.finished_at is null
          group by run_id, node_id having count(*) >= $1`,
        [maxLostInARow - 2],
      ),
    (nodes) => nodes.length === 0,
  );
}
