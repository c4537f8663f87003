import type { PipelineId, RunId } from "#core/ids.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { createEndWatch } from "../end-watch.ts";
import { publish, start } from "../runs.ts";
import type { Stage } from "../stage.ts";
import { withoutConstraints } from "./constraints.ts";
import { copyStatement } from "./copy-rows.ts";
import { seedBeside, seedChildren, tablesBeside } from "./seed-beside.ts";

/** What was seeded, as far as questions need it. */
export interface Seeded {
  readonly runs: number;
  /** The pipeline with the most runs, one with few, and how many there are. */
  readonly busyPipeline: PipelineId;
  readonly quietPipeline: PipelineId;
  readonly pipelines: number;
}

const pipelines = 500;
/** Complete runs: with log and attempts. Older ones have only nodes, artifacts and costs. */
const wholeRuns = 10_000;
/** The only ones with their kind of trigger: the oldest, the shortest and the cheapest. */
const lastRuns = 100;
/** The oldest one of every hundred, which ran its pipeline's first version. */
const oldPercent = 2;
/** Written in one statement. */
const runsAtOnce = 50_000;
const days = 365;
const tables = [
  "runs",
  "node_runs",
  "attempts",
  "run_events",
  "artifacts",
  "ledger_entries",
  ...tablesBeside,
];
const million = 1_000_000;

/** Ten node runs: the trigger, eight small steps and one model call. */
const template = chainOf("Research brief", [
  { id: "start", type: "trigger", name: "Start" },
  ...Array.from({ length: 8 }, (_, index) => ({
    id: `step${index + 1}`,
    type: "action" as const,
    name: `Step ${index + 1}`,
    config: { action: "noop" as const },
  })),
  {
    id: "write",
    type: "agent",
    name: "Write",
    config: { model: "sandbox/echo?pace=0&tokens=200", task: "{{ input }}" },
  },
]);

/**
 * Fills the workspace with copies of one real run, spread over a year and over pipelines of which a few have most runs.
 * Each statement writes tens of thousands of rows, under the database's own constraints.
 */
export async function seedRuns(stage: Stage, runs: number, tell: (line: string) => void): Promise<Seeded> {
  const { context, asOwner } = stage;
  const pipelineId = await publish(context, template);
  const runId = await start(context, pipelineId, "The water shall not rise above the mark.");
  await createEndWatch(stage).of(runId);
  // Only while seeding: after a power failure it is seeded again.
  await asOwner("alter system set synchronous_commit = off");
  await asOwner("alter system set max_wal_size = '8GB'");
  await asOwner("alter system set maintenance_work_mem = '1GB'");
  await asOwner("select pg_reload_conf()");
  await makePlaces(stage, pipelineId);
  await withoutConstraints(stage, tables, async () => {
    for (let first = 0; first < runs; first += runsAtOnce) {
      await makeRuns(stage, runId, { first, last: Math.min(first + runsAtOnce, runs), of: runs });
      tell(`${Math.min(first + runsAtOnce, runs)} of ${runs} runs`);
    }
    tell("runs of lists");
    await seedChildren(stage, runId, runs / million);
    tell("decisions, events, the audit and the like");
    await seedBeside(stage);
    tell("indexes and constraints");
  });
  await asOwner(`insert into pipeline_counts as kept
    select workspace_id, pipeline_id, 0, count(*), count(*) filter (where status = 'completed'),
           count(*) filter (where status in ('failed', 'timeout')) from runs where parent_run_id is null group by 1, 2
    on conflict (workspace_id, pipeline_id, part) do update set run_count = excluded.run_count,
      success_count = excluded.success_count, error_count = excluded.error_count`);
  tell("statistics");
  await asOwner("drop table seed_places");
  await asOwner("vacuum analyze");
  await asOwner("alter system reset all");
  await asOwner("select pg_reload_conf()");
  return findSeeded(stage, runs);
}

/** Pipelines with a version each, and a number that determines their runs: the first have most. */
async function makePlaces(stage: Stage, pipelineId: PipelineId): Promise<void> {
  const { asOwner } = stage;
  await asOwner(`create table seed_places as
    select n, gen_random_uuid() as pipeline_id, gen_random_uuid() as first_version_id, gen_random_uuid() as version_id from generate_series(0, ${pipelines - 1}) as n`);
  await asOwner("alter table seed_places add primary key (n)");
  const times = "select * from seed_places";
  const names = `(array['Research brief', 'Weekly digest', 'Invoice check', 'Tide report', 'Support answers'])[1 + made.n % 5]`;
  const pipelineChanges = {
    id: "made.pipeline_id",
    slug: "made.pipeline_id::text",
    name: `${names} || ' ' || made.n`,
    updated_at: "now() - make_interval(hours => made.n::int)",
  };
  const copies = { where: `source.id = '${pipelineId}'`, times, order: "made.n" };
  await asOwner(await copyStatement(stage, "pipelines", { ...copies, changes: pipelineChanges }));
  const where = `source.pipeline_id = '${pipelineId}'`;
  for (const [number, id] of ["made.first_version_id", "made.version_id"].entries()) {
    const changes = {
      ...{ id, pipeline_id: "made.pipeline_id", number: String(number + 1) },
      content_hash: `source.content_hash || ${number}`,
    };
    await asOwner(await copyStatement(stage, "pipeline_versions", { ...copies, where, changes }));
  }
}

/** Creates the runs from `first` to `last`, oldest first, with their rows in other tables. */
async function makeRuns(
  stage: Stage,
  runId: RunId,
  { first, last, of }: { readonly first: number; readonly last: number; readonly of: number },
): Promise<void> {
  const { asOwner } = stage;
  // Ids grow with time, to the millisecond, like the program's.
  await asOwner(`create unlogged table seed_runs as
    select drawn.n, at, (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(drawn.n::text), 1, 3)
             || '8' || substr(md5(drawn.n::text), 4, 15))::uuid as id, place.pipeline_id, case when drawn.n < ${(of * oldPercent) / 100} then place.first_version_id else place.version_id end as version_id, chance, cost
      from (select n, now() - make_interval(secs => ${days} * 86400.0 * (${of} - n) / ${of}) as at,
                   floor(power(random(), 3) * ${pipelines})::int as place, random() as chance, (random() * 90000)::bigint as cost
              from generate_series(${first}, ${last - 1}) as n) as drawn
      join seed_places as place on place.n = drawn.place`);
  await asOwner("analyze seed_runs");
  const copy = async (table: string, only: string, changes: { readonly [column: string]: string }) => {
    const key = table === "runs" ? "id" : "run_id";
    const where = `source.${key} = '${runId}'`;
    const times = `select * from seed_runs ${only}`;
    await asOwner(await copyStatement(stage, table, { changes, where, times, order: "made.n" }));
  };
  const whole = `where n >= ${of - wholeRuns}`;
  await copy("runs", "", {
    id: "made.id",
    pipeline_id: "made.pipeline_id",
    version_id: "made.version_id",
    status: `case when made.chance < 0.0002 then 'timeout' when made.chance < 0.01 then 'cancelled' when made.chance < 0.05 then 'failed'
             else 'completed' end`,
    trigger_kind: `case when made.n < ${lastRuns} then 'webhook' when made.n % 10 < 6 then 'schedule' when made.n % 10 < 9 then 'api' else 'manual' end`,
    started_by_user: "case when made.n % 10 = 9 then source.started_by_user end",
    cost_micros: `case when made.n < ${lastRuns} then 0 else made.cost end`,
    created_at: "made.at",
    started_at: "made.at",
    finished_at: `made.at + case when made.n < ${lastRuns} then interval '0' else make_interval(secs => power(made.chance, 4) * 900) end`,
  });
  await copy("node_runs", "", { run_id: "made.id", started_at: "made.at", finished_at: "made.at" });
  await copy("ledger_entries", "", {
    run_id: "made.id",
    amount_micros: "case when source.kind = 'settle' then made.cost else source.amount_micros end",
    model: "(array['claude-haiku-5-5', 'claude-sonnet-5', 'claude-opus-5'])[1 + made.n % 3]",
    is_sandbox: "made.n % 20 = 0",
    created_at: "made.at",
  });
  await copy("attempts", whole, { run_id: "made.id", lease_token: "gen_random_uuid()" });
  await copy("run_events", whole, { run_id: "made.id", created_at: "made.at" });
  await copy("artifacts", "", {
    ...{ run_id: "made.id", id: "gen_random_uuid()", created_at: "made.at", content: "'{}'" },
    kind: "case when made.n % 5 = 0 then 'saved' else source.kind end",
    name: "case when made.n % 5 = 0 then 'report-' || made.n || '.md' else source.name end",
  });
  await asOwner("drop table seed_runs");
}

async function findSeeded({ asOwner }: Stage, runs: number): Promise<Seeded> {
  const counts = await asOwner<{ id: PipelineId }>(
    "select pipeline_id as id from pipeline_counts group by 1 order by sum(run_count) desc",
  );
  const [busy, quiet] = [counts.at(0), counts.at(-2)];
  if (busy === undefined || quiet === undefined) throw new Error("Nothing was seeded.");
  return { runs, busyPipeline: busy.id, quietPipeline: quiet.id, pipelines: counts.length };
}
