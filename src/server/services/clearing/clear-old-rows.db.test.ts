import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { keptDays, keptFirings } from "#core/policy/kept.ts";
import { createLogger } from "#server/logger.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { fireTrigger } from "#server/services/triggers/fire-trigger.ts";
import { listEvents } from "#server/services/triggers/list-events.ts";
import { sendEvent } from "#server/services/triggers/send-event.ts";
import { setWaitStage, trigger, wait } from "#server/services/waits/testing/wait-stage.ts";
import { createEndpoint } from "#server/services/webhooks/create-endpoint.ts";
import { testEndpoint } from "#server/services/webhooks/test-endpoint.ts";
import { clearOldRows } from "./clear-old-rows.ts";

const { context, database } = await setWaitStage();
const { workspaceId } = context.actor;
/** A failed deletion fails the test with its reason: clearing itself only logs it, and continues. */
const log = createLogger(
  { level: "warn", service: "test" },
  {
    write: (line) => {
      throw new Error(line);
    },
  },
);
const dayMs = 86_400_000;

const send = (name: string, id: string | null = null) => sendEvent(context, { name, data: null, id });
const events = async () =>
  (await listEvents(context, { name: null, cursor: null, limit: 100 })).events.map(({ name }) => name);

/** As if `days` days had passed, and the next pass were due. */
async function clearAfter(days: number): Promise<number> {
  await database.asOwner("update system.clearings set look_at = now() - interval '1 second'");
  return clearOldRows({ ...context, log }, Date.now() + days * dayMs);
}

const count = async (table: string) => {
  const [row] = await database.asOwner<{ count: number }>(`select count(*)::int from ${table}`);
  return row?.count;
};

describe("an old row", () => {
  it("is deleted after ninety days; until then an event is known by its id", async () => {
    const { eventId } = await send("note.made", "known");
    expect(await clearAfter(keptDays - 1)).toBe(0);
    expect(await send("note.made", "known")).toMatchObject({ eventId });
    expect(await clearAfter(keptDays + 1)).toBe(1);
    expect(await events()).toEqual([]);
    expect((await send("note.made", "known")).eventId).not.toBe(eventId);
    // Once a day is enough.
    expect(await clearOldRows(context, Date.now() + 200 * dayMs)).toBe(0);
    expect(await clearAfter(200)).toBe(1);
  });

  it("of an event loses its data after the workspace's retention time, and is still known", async () => {
    const name = "secret.told";
    const tell = (id: string) => sendEvent(context, { name, data: { word: "a secret" }, id });
    const { eventId } = await tell("told");
    await database.asOwner("update workspaces set retention_days = 3");
    expect(await clearAfter(2)).toBe(0);
    expect(await clearAfter(4)).toBe(1);
    expect(await clearAfter(4)).toBe(0);
    expect(await database.asOwner("select from events where data::text like '%a secret%'")).toEqual([]);
    expect(await tell("told")).toMatchObject({ eventId });
    await database.asOwner("update workspaces set retention_days = null");
    expect(await clearAfter(keptDays + 1)).toBe(1);
  });

  it("of a finished message to a webhook is deleted too", async () => {
    const wish = { url: "https://receiver.example/", description: "", types: ["run.failed"] } as const;
    const { endpointId } = await createEndpoint(context, { ...wish, idempotencyKey: null });
    await testEndpoint(context, { endpointId });
    expect(await clearAfter(keptDays + 1)).toBe(0);
    await database.asOwner("update webhook_deliveries set status = 'delivered', next_try_at = null");
    expect(await clearAfter(keptDays - 1)).toBe(0);
    expect(await clearAfter(keptDays + 1)).toBe(1);
  });

  it("of an event that has ended a wait stays", async () => {
    const definition = chainOf("Waits", [trigger, wait("paid", { for: "event", name: "invoice.paid" })]);
    const pipelineId = await seedPipeline(context, definition);
    await startRun(context, { pipelineId, input: null, variables: {}, version: null, idempotencyKey: null });
    expect(await send("invoice.paid")).toMatchObject({ matched: 1 });
    expect(await clearAfter(200)).toBe(0);
    expect(await events()).toEqual(["invoice.paid"]);
  });

  it("is deleted by the next pass, a minute later, where one has not deleted all", async () => {
    await database.asOwner(
      `insert into events (workspace_id, id, key, name, data, matched)
       select $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'old ' || n, 'note.made', 'null'::jsonb, 0
         from generate_series(1, 20001) n`,
      [workspaceId],
    );
    expect(await clearAfter(200)).toBe(20_000);
    const looks = await database.asOwner(
      `select look_at < now() + interval '30 seconds' as "isNext" from system.clearings where workspace_id = $1`,
      [workspaceId],
    );
    expect(looks).toEqual([{ isNext: true }]);
    expect(await clearAfter(200)).toBe(1);
  });

  it("of a trigger's last occurrences stays, as do those that are queued or whose runs are in progress", async () => {
    const definition = {
      ...chainOf("Fired", [trigger, wait("on", { for: "time", seconds: 86_400 })]),
      triggers: [{ id: "hook", kind: "webhook", scheme: "none" }] as JsonObject[],
    } as Parameters<typeof seedPipeline>[1];
    const pipelineId = await seedPipeline(context, definition);
    await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
    await fireTrigger(context, { pipelineId, triggerId: "hook", data: null });
    await database.asOwner(
      `insert into trigger_firings (workspace_id, trigger_id, occurrence_key, due_at, outcome, reason)
       select workspace_id, id, 'old ' || n, now() + make_interval(secs => n),
              case when n = 1 then 'queued' else 'skipped' end, 'old' from triggers, generate_series(1, 59) n`,
    );
    // One of the waiting run, one that is queued, and the last fifty.
    expect(await clearAfter(200)).toBe(60 - 2 - keptFirings);
    expect(await clearAfter(200)).toBe(0);
    const rows = await database.asOwner<{ outcome: string; count: number }>(
      "select outcome, count(*)::int from trigger_firings group by 1 order by 1",
    );
    expect(rows).toEqual([
      { outcome: "queued", count: 1 },
      { outcome: "skipped", count: keptFirings },
      { outcome: "started", count: 1 },
    ]);
    await database.asOwner(
      "update runs set status = 'cancelled', finished_at = now() where pipeline_id = $1",
      [pipelineId],
    );
    expect(await clearAfter(200)).toBe(1);
  });

  it("of a budget's reservations, its current windows or a run's own budget stays", async () => {
    await database.asOwner(
      `with wide as (
         insert into budgets (workspace_id, id, scope, per, limit_micros, on_limit)
         select $1, gen_random_uuid(), 'workspace', per, 1, 'fail' from unnest(array['day', 'month', 'run']) per returning *),
       own as (
         insert into budgets (workspace_id, id, scope, per, run_id, limit_micros, on_limit)
         select $1, gen_random_uuid(), 'run', 'run', id, 1, 'fail' from runs where finished_at is not null returning *)
       insert into budget_windows (workspace_id, budget_id, window_key, reserved_micros, settled_micros)
       select $1, id, key, reserved, 5 from wide,
              lateral (values ('2020-01-31', 'day', 0), ('2020-01-30', 'day', 3), ('2999-01-01', 'day', 0),
                              ('2020-01', 'month', 0), ('2999-01', 'month', 0)) as w(key, period, reserved) where period = per
       union all
       select $1, wide.id, runs.id::text, 0, 5 from wide, runs where per = 'run'
       union all
       select $1, id, run_id::text, 0, 5 from own`,
      [workspaceId],
    );
    await database.asOwner(
      `insert into budget_entries (workspace_id, run_id, node_id, attempt, budget_id, window_key, reserved_micros, settled_micros)
       select workspace_id, gen_random_uuid(), 'ask', 1, budget_id, window_key, 5, 5 from budget_windows`,
    );
    const before = await count("budget_windows");
    // The windows of a past day and month, and that of the one run that has ended.
    expect(await clearAfter(0)).toBe(2);
    expect(await clearAfter(200)).toBe(1);
    expect(await count("budget_windows")).toBe((before ?? 0) - 3);
    expect(await count("budget_entries")).toBe((before ?? 0) - 3);
  });
});
