import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();

/** A workspace with pipelines that wait for `invoice.paid`. */
async function stage(...triggers: readonly JsonObject[]) {
  const person = await createPerson(web);
  const client = clientOf(web, person);
  const names: { pipelineId: Awaited<ReturnType<typeof publish>>; triggerId: string }[] = [];
  async function publish(trigger: JsonObject) {
    const definition = {
      name: "Paid",
      nodes: [{ id: "start", type: "trigger", name: "Start" }],
      edges: [],
      triggers: [{ id: "paid", kind: "event", name: "invoice.paid", ...trigger }],
    };
    const { pipelineId } = await client.pipelines.create.mutate({ definition: JSON.stringify(definition) });
    await client.pipelines.publish.mutate({ pipelineId });
    return pipelineId;
  }
  for (const trigger of triggers) names.push({ pipelineId: await publish(trigger), triggerId: "paid" });
  const firings = async () =>
    (await Promise.all(names.map((name) => client.triggers.firings.query(name)))).map((page) => page.firings);
  const send = (data: JsonObject, id: string | null = null) =>
    client.events.send.mutate({ name: "invoice.paid", data, id });
  return { person, client, names, firings, send };
}

describe("an event", () => {
  it("starts what waits for it and matches, with its data as input", async () => {
    const { client, send, firings, names } = await stage(
      {},
      { match: "data.amount > 100" },
      { match: "data.customer == 'Ada'" },
    );
    expect(await send({ amount: 120 })).toMatchObject({ matched: 2 });
    expect(await send({ amount: 80, customer: "Ada" })).toMatchObject({ matched: 2 });
    expect((await firings()).map((rows) => rows.map(({ outcome }) => outcome))).toEqual([
      ["started", "started"],
      ["started"],
      ["started"],
    ]);
    const { runs } = await client.runs.list.query({ pipelineId: names[1]?.pipelineId ?? null });
    expect(runs).toMatchObject([{ triggerKind: "event", triggerKey: "paid", startedByUserId: null }]);
    const { run } = await client.runs.get.query({ runId: runs[0]?.id ?? expect.fail("no run") });
    expect(run.input).toEqual({ amount: 120 });
    expect(await client.events.send.mutate({ name: "invoice.sent", data: null })).toMatchObject({
      matched: 0,
    });
  });

  it("is one event, however often and concurrently it is sent under its id", async () => {
    const { send, firings } = await stage({});
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () => send({ amount: 1 }, id)));
    expect(new Set(answers.map(({ eventId }) => eventId)).size).toBe(1);
    expect(answers.every(({ matched }) => matched === 1)).toBe(true);
    expect((await firings())[0]).toHaveLength(1);
    expect(await refusalOf(send({ amount: 2 }, id))).toBe("IDEMPOTENCY_MISMATCH");
  });

  it("records what a paused trigger missed, and a condition that fails", async () => {
    const { client, send, firings, names } = await stage({}, { match: "data.amount.startsWith('1')" });
    await client.triggers.pause.mutate(names[0] ?? expect.fail("no trigger"));
    expect(await send({ amount: 1 })).toMatchObject({ matched: 1 });
    expect(await firings()).toMatchObject([
      [{ outcome: "skipped", reason: "The trigger was paused." }],
      [
        {
          outcome: "refused",
          reason: expect.stringMatching(/^It cannot be decided whether the event matches/),
        },
      ],
    ]);
  });

  it("is shown in the list of events: received, matched, and what it started or why not", async () => {
    const { client, send, names } = await stage({}, { match: "data.amount > 100" }, {});
    await client.triggers.pause.mutate(names[2] ?? expect.fail("no trigger"));
    const first = await send({ amount: 1 }, "inv-1");
    const second = await send({ amount: 120 });
    await client.events.send.mutate({ name: "invoice.sent", data: null });
    const { events, nextCursor } = await client.events.list.query({ name: "invoice.paid", limit: 1 });
    expect(events).toMatchObject([{ eventId: second.eventId, id: null, name: "invoice.paid", matched: 3 }]);
    const did = Object.fromEntries(
      events[0]?.firings.map(({ pipelineId, outcome, reason, runId }) => [
        pipelineId,
        [outcome, reason, runId !== null],
      ]) ?? [],
    );
    expect(did).toEqual({
      [names[0]?.pipelineId ?? ""]: ["started", null, true],
      [names[1]?.pipelineId ?? ""]: ["started", null, true],
      [names[2]?.pipelineId ?? ""]: ["skipped", "The trigger was paused.", false],
    });
    const rest = await client.events.list.query({ name: "invoice.paid", cursor: nextCursor });
    expect(rest).toMatchObject({
      events: [{ eventId: first.eventId, id: "inv-1", matched: 2 }],
      nextCursor: null,
    });
    expect((await client.events.list.query({})).events.map(({ name }) => name)).toEqual([
      "invoice.sent",
      "invoice.paid",
      "invoice.paid",
    ]);
    const other = await stage({});
    expect((await other.client.events.list.query({})).events).toEqual([]);
  });

  it("stays in its workspace, and does not start an archived pipeline", async () => {
    const { send, client, names } = await stage({});
    const other = await stage({});
    expect(await other.send({})).toMatchObject({ matched: 1 });
    await client.pipelines.archive.mutate({ pipelineId: names[0]?.pipelineId ?? expect.fail("no pipeline") });
    expect(await send({})).toMatchObject({ matched: 0 });
  });

  it("is sent by those who may start runs", async () => {
    const { person } = await stage({});
    const viewer = await createPerson(web);
    await joinWorkspace(web, viewer, person.workspaceId, "viewer");
    const asViewer = clientOf(web, viewer, person.workspaceId);
    expect(await refusalOf(asViewer.events.send.mutate({ name: "invoice.paid", data: {} }))).toBe(
      "FORBIDDEN",
    );
  });
});
