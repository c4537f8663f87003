import { describe, expect, it } from "vitest";
import type { PipelineId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { listDueTriggers } from "#server/db/trigger/live-trigger-store.ts";
import { archivePipeline } from "#server/services/pipelines/archive-pipeline.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { saveDraft } from "#server/services/pipelines/save-draft.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { fireDueSchedules } from "./fire-due-schedules.ts";

const database = await createTestDatabase();
const minute = 60_000;
const hour = 60 * minute;

interface FiringRow {
  readonly key: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly runId: string | null;
}

const start = { id: "start", type: "trigger", name: "Start" } as const;
/** Ends at once. */
const brief: PipelineDefinitionInput = { name: "Brief", nodes: [start], edges: [] };
/** Never ends here, since no worker executes it. */
const long: PipelineDefinitionInput = {
  name: "Long",
  nodes: [start, { id: "wait", type: "delay", name: "Wait", config: { seconds: 3_000 } }],
  edges: [{ id: "e", from: "start", to: "wait" }],
};
/** Fails at once. */
const failing: PipelineDefinitionInput = {
  name: "Failing",
  nodes: [start, { id: "bad", type: "transform", name: "Bad", config: { value: "input.missing" } }],
  edges: [{ id: "e", from: "start", to: "bad" }],
};

/** A published pipeline with one schedule, and a clock that is moved by hand. */
async function stage(body: PipelineDefinitionInput, trigger: JsonObject = {}) {
  const context = await createTestContext(database.db);
  const schedule = { id: "hourly", kind: "schedule", cron: "0 * * * *", ...trigger };
  const definition = { ...body, triggers: [...(body.triggers ?? []), schedule] } as PipelineDefinitionInput;
  const pipelineId = await seedPipeline(context, definition);
  await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
  // Times are relative to the first full hour after now.
  const zeroMs = Math.ceil(Date.now() / hour) * hour;
  return {
    context,
    pipelineId,
    zeroMs,
    tickAt: (afterZeroMs: number) => fireDueSchedules(context, zeroMs + afterZeroMs),
    firings: () => firingsOf(pipelineId),
  };
}

function firingsOf(pipelineId: PipelineId): Promise<readonly FiringRow[]> {
  return database.asOwner<FiringRow>(
    `select f.occurrence_key as key, f.outcome, f.reason, f.run_id as "runId"
       from trigger_firings f join triggers t on t.id = f.trigger_id where t.pipeline_id = $1 order by f.due_at`,
    [pipelineId],
  );
}

const outcomes = (rows: readonly FiringRow[]) => rows.map(({ outcome }) => outcome);

describe("a schedule", () => {
  it("starts a run when it is due, in nobody's name, with its data as input", async () => {
    const { tickAt, firings, zeroMs, pipelineId } = await stage(brief);
    await tickAt(-1_000);
    expect(await firings()).toEqual([]);
    await tickAt(400);
    const [firing] = await firings();
    expect(firing).toMatchObject({ key: new Date(zeroMs).toISOString(), outcome: "started", reason: null });
    const runs = await database.asOwner("select * from runs where pipeline_id = $1", [pipelineId]);
    expect(runs).toMatchObject([
      {
        id: firing?.runId,
        status: "completed",
        trigger_kind: "schedule",
        started_by_user: null,
        input: {
          kind: "schedule",
          trigger: "hourly",
          scheduledAt: new Date(zeroMs).toISOString(),
          timezone: "UTC",
        },
      },
    ]);
    await tickAt(30 * minute);
    expect(await firings()).toHaveLength(1);
  });

  it("starts once, however many processes check at the same moment", async () => {
    const { tickAt, firings } = await stage(brief);
    await Promise.all(Array.from({ length: 6 }, () => tickAt(500)));
    await Promise.all(Array.from({ length: 6 }, () => tickAt(hour + 500)));
    expect(outcomes(await firings())).toEqual(["started", "started"]);
  });

  it("starts over when a process dies between the row and the run", async () => {
    const { tickAt, firings, context, zeroMs } = await stage(brief);
    // The run's id is created after the row was written: the process dies there.
    const dying = { ...context, newId: () => expect.fail("the process ends here") };
    await fireDueSchedules(dying, zeroMs);
    expect(await firings()).toEqual([]);
    await tickAt(61_000);
    expect(await firings()).toMatchObject([{ key: new Date(zeroMs).toISOString(), outcome: "started" }]);
  });

  it("accounts for every due time of a day that the machine slept through", async () => {
    const { tickAt, firings } = await stage(brief, { catchUp: "one", catchUpSeconds: 7_200 });
    await tickAt(100);
    await tickAt(24 * hour + 30 * minute);
    const rows = await firings();
    expect(outcomes(rows)).toEqual(["started", ...Array(22).fill("missed"), "coalesced", "started"]);
    expect(rows[1]?.reason).toMatch(/later than the 7200 seconds/);
    await tickAt(25 * hour);
    expect(outcomes(await firings()).at(-1)).toBe("started");
    expect(await firings()).toHaveLength(26);
  });

  it("combines due times that are too many to list in one row", async () => {
    const { tickAt, firings } = await stage(brief, { cron: "* * * * *", catchUp: "none" });
    await tickAt(10 * 24 * hour);
    const rows = await firings();
    expect(rows).toHaveLength(501);
    expect(rows[0]).toMatchObject({
      outcome: "missed",
      reason: expect.stringMatching(/^All times before .* too many to list/),
    });
    expect(rows.at(-1)?.outcome).toBe("started");
  });

  it("skips a due time while the previous run is in progress, and says which run", async () => {
    const { tickAt, firings } = await stage(long);
    await tickAt(0);
    await tickAt(hour);
    const [first, second] = await firings();
    expect(outcomes(await firings())).toEqual(["started", "skipped"]);
    expect(second?.reason).toContain(first?.runId ?? "no run");
  });

  it("queues one due time behind the previous run, and no more", async () => {
    const { tickAt, firings, context } = await stage(long, { overlap: "queue" });
    await tickAt(0);
    await tickAt(hour);
    await tickAt(2 * hour);
    expect(outcomes(await firings())).toEqual(["started", "queued", "coalesced"]);
    const runId = (await firings())[0]?.runId as Parameters<typeof cancelRun>[1]["runId"];
    await cancelRun(context, { runId, reason: "enough" });
    await tickAt(2 * hour + 3_000);
    expect(outcomes(await firings())).toEqual(["started", "started", "coalesced"]);
  });

  it("starts concurrently where that is configured", async () => {
    const { tickAt, firings } = await stage(long, { overlap: "allow" });
    await tickAt(0);
    await tickAt(hour);
    expect(outcomes(await firings())).toEqual(["started", "started"]);
  });

  it("pauses after consecutive failures, and says so for each later due time", async () => {
    const { tickAt, firings } = await stage(failing, { pauseAfterFailures: 2 });
    for (const count of [0, 1, 2, 3]) await tickAt(count * hour);
    const rows = await firings();
    expect(outcomes(rows)).toEqual(["started", "started", "skipped", "skipped"]);
    expect(rows[3]?.reason).toBe("Paused, because its last 2 runs failed.");
  });

  it("records why no run could begin, and stays on", async () => {
    const needy: PipelineDefinitionInput = {
      ...brief,
      nodes: [
        start,
        {
          id: "draft",
          type: "agent",
          name: "Draft",
          config: { model: "anthropic/claude-sonnet-5-5", task: "x" },
        },
      ],
      edges: [{ id: "e", from: "start", to: "draft" }],
    };
    const { tickAt, firings } = await stage(needy);
    await tickAt(0);
    await tickAt(hour);
    expect(await firings()).toMatchObject([
      { outcome: "refused", reason: expect.stringMatching(/^No key for the models of draft/), runId: null },
      { outcome: "refused" },
    ]);
  });

  it("keeps its state across versions, goes off with a version without it, and rests in the archive", async () => {
    const { tickAt, firings, context, pipelineId } = await stage(brief);
    const republish = async (triggers: readonly JsonObject[]) => {
      const definition = { ...brief, triggers: [...triggers] } as unknown as JsonObject;
      const revision =
        (
          await database.asOwner<{ r: number }>("select draft_revision as r from pipelines where id = $1", [
            pipelineId,
          ])
        )[0]?.r ?? 0;
      await saveDraft(context, { pipelineId, definition, expectedRevision: revision, acceptFaults: false });
      await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
    };
    const ids = () =>
      database.asOwner("select id from triggers where pipeline_id = $1 and is_on", [pipelineId]);
    const before = await ids();
    await republish([{ id: "hourly", kind: "schedule", cron: "0 * * * *", overlap: "allow" }]);
    expect(await ids()).toEqual(before);
    await tickAt(0);
    await archivePipeline(context, { pipelineId, isArchived: true });
    await tickAt(hour);
    await archivePipeline(context, { pipelineId, isArchived: false });
    expect(outcomes(await firings())).toEqual(["started"]);
    await republish([]);
    expect(await ids()).toEqual([]);
    await tickAt(5 * hour);
    expect(outcomes(await firings())).toEqual(["started"]);
  });

  it("is checked in its workspace's turn, however many are due in another", async () => {
    const many = Array.from({ length: 5 }, (_, index) => ({
      id: `also${index}`,
      kind: "schedule",
      cron: "0 * * * *",
    }));
    const busy = await stage({ ...brief, triggers: many } as PipelineDefinitionInput);
    const calm = await stage(brief);
    await database.asOwner(
      "update system.live_triggers set due_at = due_at - interval '1 day' where workspace_id = $1",
      [busy.context.actor.workspaceId],
    );
    const due = await withSystem(database.db, (tx) => listDueTriggers(tx, calm.zeroMs, 1_000));
    const workspaces = due.map(({ workspaceId }) => workspaceId);
    const first = workspaces.slice(0, new Set(workspaces).size);
    expect(new Set(first).size).toBe(first.length);
    expect(first).toContain(calm.context.actor.workspaceId);
  });
});
