import type { RunId } from "#core/ids.ts";
import type { Stage } from "../stage.ts";
import { copyStatement } from "./copy-rows.ts";

/** What `seedBeside` fills. */
export const tablesBeside = [
  "waits",
  "audit_events",
  "events",
  "trigger_firings",
  "webhook_deliveries",
  "budget_windows",
];

/** Runs with maps: a few among the newest have very many items, a hundred are spread over the year. */
const parents = [
  { maps: 10, items: 4_000, order: "id desc" },
  { maps: 100, items: 100, order: "md5(id::text)" },
] as const;

/** Child runs of some of these runs, each with its nodes. `share`: the fraction of what a million runs have. */
export async function seedChildren(stage: Stage, runId: RunId, share: number): Promise<void> {
  const { asOwner } = stage;
  for (const { maps, items, order } of parents) {
    await asOwner(`create unlogged table seed_items as
      select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid as id,
             parent, item, at, pipeline_id, version_id
        from (select id as parent, item, created_at + item * interval '1 millisecond' as at, md5(id::text || item) as hash, pipeline_id, version_id
                from (select * from runs where parent_run_id is null order by ${order} limit ${maps}) as chosen,
                     generate_series(0, ${Math.ceil(items * share) - 1}) as item) as drawn`);
    const times = "select * from seed_items";
    const children = await copyStatement(stage, "runs", {
      changes: {
        ...{ id: "made.id", pipeline_id: "made.pipeline_id", version_id: "made.version_id" },
        ...{ parent_run_id: "made.parent", parent_node_id: "'step1'", parent_iteration: "made.item" },
        ...{ parent_attempt: "1", root_run_id: "made.parent", depth: "1", trigger_kind: "'call'" },
        status: "case when made.item % 50 = 49 then 'failed' else 'completed' end",
        ...{ created_at: "made.at", started_at: "made.at", finished_at: "made.at + interval '2 seconds'" },
      },
      where: `source.id = '${runId}'`,
      times,
      order: "made.at",
    });
    await asOwner(children);
    const changes = { run_id: "made.id", started_at: "made.at", finished_at: "made.at" };
    const where = `source.run_id = '${runId}'`;
    await asOwner(await copyStatement(stage, "node_runs", { changes, where, times, order: "made.at" }));
    await asOwner("drop table seed_items");
  }
}

/**
 * Rows of a workspace besides its runs, in proportion to this many runs: decisions, events, firings, deliveries,
 * budgets, the audit log, and views.
 */
export async function seedBeside({ asOwner, context }: Stage): Promise<void> {
  const { workspaceId, userId } = context.actor;
  // Copies must not send notifications.
  for (const table of ["waits", "budget_windows"]) await asOwner(`alter table ${table} disable trigger user`);
  const roots = `(select *, row_number() over (order by id) as n from runs where workspace_id = '${workspaceId}' and parent_run_id is null) as r`;
  for (const statement of rowsBeside(workspaceId, userId, roots)) await asOwner(statement);
  for (const table of ["waits", "budget_windows"]) await asOwner(`alter table ${table} enable trigger user`);
}

function rowsBeside(workspaceId: string, userId: string, roots: string): readonly string[] {
  const wait = `insert into waits (workspace_id, id, run_id, node_id, kind, title, deciders, choices, arguments_hash, ending, choice, resolved_by, resolved_at, created_at)
    select workspace_id, id, id, 'step2'`;
  const deciders = `'{"roles":[],"members":[]}'`;
  // A wait has its run's id, which grows with time like the program's.
  const of = (which: string) => `from ${roots} where ${which}`;
  return [
    // A decision in every twenty-fifth run, a timer that has passed in every fourth; two hundred decisions are open.
    `${wait}, 'approval', 'Send it?', ${deciders}, array['approve', 'reject'], 'hash', 'decided', 'approve', '${userId}', created_at, created_at ${of("n % 25 = 1")}`,
    `${wait}, 'time', 'Until tomorrow', ${deciders}, '{}', 'hash', 'elapsed', null, null, created_at, created_at ${of("n % 4 = 2 and n % 25 > 2")}`,
    `${wait}, 'approval', 'Publish it?', ${deciders}, array['approve', 'reject'], 'hash', null, null, null, null, created_at ${of("n % 25 = 2")} order by md5(id::text) limit 200`,
    `insert into audit_events (workspace_id, id, actor_user_id, action, subject_type, subject_id, created_at)
      select workspace_id, id, case when trigger_kind = 'manual' then '${userId}'::uuid end, case when n <= 20 then 'key.create' else 'run.start' end,
             'run', id::text, created_at from ${roots}`,
    `insert into events (workspace_id, id, key, name, data, matched, created_at)
      select workspace_id, id, id::text, case when n <= 200 then 'rare.event' when n % 3 = 0 then 'invoice.paid' else 'note.made' end, '{}', 1, created_at
        from ${roots} where n % 10 = 0 or n <= 200`,
    `insert into triggers (workspace_id, id, pipeline_id, key, kind, is_on, config)
      select workspace_id, gen_random_uuid(), id, 'nightly', 'schedule', true, '{"id":"nightly","kind":"schedule","cron":"0 7 * * *","timezone":"UTC"}'
        from pipelines where workspace_id = '${workspaceId}'`,
    `insert into trigger_firings (workspace_id, trigger_id, occurrence_key, due_at, outcome, run_id, created_at)
      select r.workspace_id, t.id, r.id::text, r.created_at, 'started', r.id, r.created_at
        from ${roots} join triggers t on t.workspace_id = r.workspace_id and t.pipeline_id = r.pipeline_id where r.trigger_kind = 'schedule'`,
    `insert into webhook_endpoints (workspace_id, id, url, types, off_since, off_reason)
      select '${workspaceId}', gen_random_uuid(), 'https://receiver.example/', array['run.failed'], now(), 'person'`,
    `insert into webhook_deliveries (workspace_id, id, endpoint_id, type, occurrence, body, status, try_count, created_at)
      select r.workspace_id, r.id, e.id, 'run.failed', r.id::text, '{}', case when n <= 2000 then 'failed' else 'delivered' end, 1, r.created_at
        from ${roots}, webhook_endpoints e where e.workspace_id = r.workspace_id and (n % 8 = 0 or n <= 2000)`,
    `insert into budgets (workspace_id, id, scope, per, limit_micros, on_limit, pipeline_id, timezone)
      select '${workspaceId}', gen_random_uuid(), 'workspace', per, 900000000000, 'wait', null::uuid, 'UTC' from unnest(array['run', 'day', 'month']) as per
      union all
      select workspace_id, gen_random_uuid(), 'pipeline', 'month', 900000000, 'wait', id, 'UTC' from (select * from pipelines where workspace_id = '${workspaceId}' limit 50) as chosen`,
    `insert into budget_windows (workspace_id, budget_id, window_key, settled_micros)
      select b.workspace_id, b.id, r.id::text, r.cost_micros from ${roots}, budgets b where b.workspace_id = r.workspace_id and b.per = 'run'
      union all
      select workspace_id, id, to_char(day, case when per = 'day' then 'YYYY-MM-DD' else 'YYYY-MM' end), 1000000
        from budgets, lateral (select now() - n * case when per = 'day' then interval '1 day' else interval '1 month' end as day from generate_series(0, case when per = 'day' then 365 else 11 end) as n) as days
       where per <> 'run'`,
    `insert into saved_views (workspace_id, user_id, id, page, name, query)
      select '${workspaceId}', '${userId}', gen_random_uuid(), 'runs', 'View ' || n, '?status=failed' from generate_series(1, 50) as n`,
  ];
}
