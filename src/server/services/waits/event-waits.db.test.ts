import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { runIdSchema, waitIdSchema } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { reconcile } from "#server/services/progress/healing/reconcile.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { listEvents } from "#server/services/triggers/list-events.ts";
import { sendEvent } from "#server/services/triggers/send-event.ts";
import { decideWait } from "./decide-wait.ts";
import { giveEventToWaits } from "./give-event.ts";
import { noop, setWaitStage, trigger, wait } from "./testing/wait-stage.ts";

const stage = await setWaitStage();
const { context, engine, start, startOf, claim, statusOf, openWaits, waitIdOf, endingOf } = stage;
const { letTimeCome, loseJobs, jobsOf } = stage;

const paid = (config: JsonObject = {}) => wait("paid", { for: "event", name: "invoice.paid", ...config });

describe("a wait for an event", () => {
  const send = (data: Json) => sendEvent(context, { name: "invoice.paid", data, id: null });

  it("ends with the event that matches its condition, and with no other", async () => {
    const definition = chainOf("Paid", [trigger, paid({ match: "data.id == input.id" }), noop("end")]);
    const runs = [await start(definition, { id: 1 }), await start(definition, { id: 2 })];
    expect(await send({ id: 3 })).toMatchObject({ matched: 0 });
    expect(await send({ no: "id" })).toMatchObject({ matched: 0 });
    const sent = await send({ id: 2 });
    expect(sent.matched).toBe(1);
    // Once it has one it takes no other.
    expect(await send({ id: 2 })).toMatchObject({ matched: 0 });
    const [first, second] = runs;
    if (first === undefined || second === undefined) throw new Error("no runs");
    expect(await claim(first, "paid")).toMatchObject({ kind: "gone" });
    expect(await claim(second, "paid")).toMatchObject({ kind: "settled" });
    expect([await statusOf(first), await statusOf(second)]).toEqual(["waiting", "running"]);
    expect(await endingOf(second)).toEqual({ ending: "event", choice: null, event_id: sent.eventId });
    const { events } = await listEvents(context, { name: "invoice.paid", cursor: null, limit: 10 });
    expect(events.find(({ eventId }) => eventId === sent.eventId)?.waits).toEqual([
      { pipelineName: "Paid", runId: second, nodeId: "paid" },
    ]);
    const { nodeRuns } = await getRun(context, { runId: second });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "paid")?.output).toMatchObject({
      id: sent.eventId,
      name: "invoice.paid",
      data: { id: 2 },
    });
  });

  it("is found by the watch where the job was lost after the event had been taken", async () => {
    const runId = await start(chainOf("Found", [trigger, paid({ match: "data.id == 'found'" })]));
    await send({ id: "found" });
    await loseJobs(runId);
    await reconcile(engine);
    expect(await jobsOf(runId)).toHaveLength(1);
    expect(await claim(runId, "paid")).toMatchObject({ kind: "settled" });
    expect(await statusOf(runId)).toBe("completed");
  });

  it("loses no event that is sent while it begins", async () => {
    const definition = chainOf("Same moment", [trigger, paid({ match: "data.id == input.id" })]);
    const pipelineId = await seedPipeline(context, definition);
    const rounds = Array.from({ length: 20 }, (_, index) => `same-${index}`);
    for (const id of rounds) {
      const begun = startOf(pipelineId, { id });
      const during = send({ id });
      const runId = await begun;
      const { matched } = await during;
      // Either the event came before the wait had begun, or the wait has it.
      const isTaken = (await endingOf(runId)).event_id !== null;
      expect(isTaken).toBe(matched === 1);
      if (!isTaken) expect(await send({ id })).toMatchObject({ matched: 1 });
      expect(await claim(runId, "paid")).toMatchObject({ kind: "settled" });
      expect(await statusOf(runId)).toBe("completed");
    }
  });

  it("looks back as far as configured, for a matching event that it has not had", async () => {
    const look = (id: string, seconds: number) =>
      paid({ match: `data.id == '${id}'`, lookBackSeconds: seconds, deadlineSeconds: 60 });
    const both = chainOf("Looks back", [trigger, look("early", 60), { ...look("early", 60), id: "again" }]);
    const first = await send({ id: "early", n: 1 });
    await send({ id: "early", n: 2 });
    const runId = await start(both);
    // As if it had begun a minute ago; the wait after it takes what came next.
    expect(await endingOf(runId)).toMatchObject({ event_id: first.eventId });
    expect(await claim(runId, "paid")).toMatchObject({ kind: "settled" });
    expect(await claim(runId, "again")).toMatchObject({ kind: "settled" });
    expect(await statusOf(runId)).toBe("completed");
    const { nodeRuns } = await getRun(context, { runId });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "again")?.output).toMatchObject({ data: { n: 2 } });

    await stage.database.asOwner("update events set created_at = created_at - interval '2 minutes'");
    const late = await start(chainOf("Too long ago", [trigger, look("early", 60)]));
    expect(await endingOf(late)).toMatchObject({ ending: null, event_id: null });
    const notAsked = await start(chainOf("Does not look", [trigger, paid({ match: "data.id == 'early'" })]));
    expect(await endingOf(notAsked)).toMatchObject({ ending: null, event_id: null });
    expect(await send({ id: "early" })).toMatchObject({ matched: 2 });
  });

  it("does not take the event that started its run, though it looks back", async () => {
    const definition = {
      ...chainOf("Again", [
        trigger,
        wait("more", { for: "event", name: "note.made", lookBackSeconds: 600, deadlineSeconds: 600 }),
      ]),
      triggers: [{ id: "made", kind: "event" as const, name: "note.made" }],
    };
    const pipelineId = await seedPipeline(context, definition);
    await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
    const note = (id: string) => sendEvent(context, { name: "note.made", data: { id }, id: null });
    const first = await note("one");
    const [begun] = await stage.database.asOwner<{ id: string }>(
      "select id from runs where pipeline_id = $1",
      [pipelineId],
    );
    const runId = runIdSchema.parse(begun?.id);
    expect(await endingOf(runId)).toMatchObject({ ending: null, event_id: null });
    const second = await note("two");
    expect(second.eventId).not.toBe(first.eventId);
    expect(await endingOf(runId)).toMatchObject({ event_id: second.eventId });
  });

  it("loses no event that is sent while it begins, where it looks back", async () => {
    const definition = chainOf("Any moment", [
      trigger,
      paid({ match: "data.id == input.id", lookBackSeconds: 600 }),
    ]);
    const pipelineId = await seedPipeline(context, definition);
    for (const id of Array.from({ length: 20 }, (_, index) => `any-${index}`)) {
      const begun = startOf(pipelineId, { id });
      const { eventId } = await send({ id });
      const runId = await begun;
      expect((await endingOf(runId)).event_id).toBe(eventId);
      expect(await claim(runId, "paid")).toMatchObject({ kind: "settled" });
    }
  });

  it("takes the event where its deadline passes at the same moment", async () => {
    const runId = await start(
      chainOf("Late", [trigger, paid({ match: "data.id == 'late'", deadlineSeconds: 60 })]),
    );
    await letTimeCome(runId);
    expect(await send({ id: "late" })).toMatchObject({ matched: 1 });
    expect(await claim(runId, "paid")).toMatchObject({ kind: "settled" });
    expect((await endingOf(runId)).ending).toBe("event");
    expect(await statusOf(runId)).toBe("completed");
  });

  it("reads no more of the past than a step may, and waits for later events", async () => {
    const { workspaceId } = context.actor;
    // A megabyte each, and only the last one matches.
    await stage.database.asOwner(
      `insert into events (workspace_id, id, key, name, data, matched, created_at)
       select $1, gen_random_uuid(), 'large' || n, 'large', jsonb_build_object('n', n, 'text', repeat('x', 1000000)), 0,
              now() - interval '1 hour' + n * interval '1 second' from generate_series(1, 24) n`,
      [workspaceId],
    );
    const looks = (n: number) =>
      wait("large", { for: "event", name: "large", match: `data.n == ${n}`, lookBackSeconds: 7200 });
    const near = await start(chainOf("Finds", [trigger, looks(18)]));
    expect((await endingOf(near)).event_id).not.toBeNull();
    const far = await start(chainOf("Does not find", [trigger, looks(24)]));
    expect(await endingOf(far)).toMatchObject({ ending: null, event_id: null });
    expect(await sendEvent(context, { name: "large", data: { n: 24 }, id: null })).toMatchObject({
      matched: 1,
    });
  });

  it("lets other work of the process run between conditions, and gives up where they take too much", async () => {
    const match = "data.list.exists(each, each * 2 == -1) || data.list > 1";
    const pipelineId = await seedPipeline(
      context,
      chainOf("Heavy", [trigger, wait("heavy", { for: "event", name: "heavy", match })]),
    );
    for (let index = 0; index < 12; index += 1) await startOf(pipelineId, { index });
    let turns = 0;
    let isOver = false;
    const others = (async () => {
      for (; !isOver; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    })();
    const seen = new Set<number>();
    const warn = () => seen.add(turns);
    const log = Object.assign(Object.create(context.log), { warn });
    const data = { list: Array.from({ length: 90_000 }, (_, index) => index) };
    expect(await sendEvent({ ...context, log }, { name: "heavy", data, id: null })).toMatchObject({
      matched: 0,
    });
    isOver = true;
    await others;
    // Each failed condition was reported in a separate turn of the event loop.
    expect(seen.size).toBe(12);
    const { workspaceId } = context.actor;
    const event = { id: randomUUID(), name: "heavy", data };
    const given = withTenantDirect(context.db, workspaceId, (tx) =>
      giveEventToWaits(tx, { ...context, workspaceId }, event, Date.now(), 1_000_000),
    );
    await expect(given).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("heavy"),
    });
  });

  it("cannot be decided by people", async () => {
    const runId = await start(chainOf("Not theirs", [trigger, paid({ match: "data.id == 'nobody'" })]));
    const open = await waitIdOf(runId);
    const input = { waitId: open, choice: "ok", form: null };
    await expect(decideWait(context, input)).rejects.toThrow("not for people to decide");
  });

  it("reveals nothing of an unknown wait", async () => {
    const none = waitIdSchema.parse("00000000-0000-7000-8000-000000000000");
    await expect(decideWait(context, { waitId: none, choice: "ok", form: null })).rejects.toThrow(
      "There is no wait",
    );
    expect(await openWaits(runIdSchema.parse(none))).toEqual([]);
  });
});

describe("a wait for a time", () => {
  it("continues at the instant that was computed from the run", async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const runId = await start(chainOf("At", [trigger, wait("at", { for: "time", until: "input.at" })]), {
      at,
    });
    expect((await openWaits(runId)).map(({ kind, deadlineAtMs }) => [kind, deadlineAtMs])).toEqual([
      ["time", Date.parse(at)],
    ]);
    const past = await start(chainOf("Past", [trigger, wait("at", { for: "time", until: "run.startedAt" })]));
    expect(await claim(past, "at")).toMatchObject({ kind: "settled" });
    expect(await statusOf(past)).toBe("completed");
    expect(await endingOf(past)).toMatchObject({ ending: "elapsed" });
  });
});
