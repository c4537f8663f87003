import { describe, expect, it, vi } from "vitest";
import { AppError } from "#core/errors.ts";
import type { PipelineId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { listNotedEnds } from "#server/db/trigger/run-end-store.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { fireRunEnds } from "./fire-run-ends.ts";

const web = await createTestWeb();

/** A workspace whose pipelines end at once, each created under its name. */
async function stage() {
  const client = clientOf(web, await createPerson(web));
  const fails = { id: "bad", type: "transform", name: "Bad", config: { value: "input.missing" } };
  const definitionOf = (name: string, triggers: readonly JsonObject[], isFailing = false) =>
    JSON.stringify({
      name,
      nodes: [{ id: "start", type: "trigger", name: "Start" }, ...(isFailing ? [fails] : [])],
      edges: isFailing ? [{ id: "e", from: "start", to: "bad" }] : [],
      triggers,
    });
  return {
    client,
    async make(name: string, triggers: readonly JsonObject[], isFailing = false): Promise<PipelineId> {
      const { pipelineId } = await client.pipelines.create.mutate({
        definition: definitionOf(name, triggers, isFailing),
      });
      await client.pipelines.publish.mutate({ pipelineId });
      return pipelineId;
    },
    async change(pipelineId: PipelineId, name: string, triggers: readonly JsonObject[]) {
      const { draftRevision } = await client.pipelines.get.query({ pipelineId });
      const definition = definitionOf(name, triggers);
      await client.pipelines.saveDraft.mutate({ pipelineId, definition, expectedRevision: draftRevision });
      await client.pipelines.publish.mutate({ pipelineId });
    },
    firings: async (pipelineId: PipelineId) =>
      (await client.triggers.firings.query({ pipelineId, triggerId: "after" })).firings,
  };
}

const endOf = (pipeline: string, more: JsonObject = {}) => ({ id: "after", kind: "run", pipeline, ...more });
const tools = { ...web.tools, rateLimits: web.tools.ports.rateLimits };
const look = () => fireRunEnds(tools);

describe("the end of a run", () => {
  it("starts what waits for it, once, with its output as input", async () => {
    const { client, make, firings } = await stage();
    const first = await make("Ingest", []);
    const second = await make("Report", [endOf("ingest")]);
    const { runId } = await client.runs.start.mutate({ pipelineId: first, input: { word: "tides" } });
    await Promise.all(Array.from({ length: 5 }, look));
    expect(await firings(second)).toMatchObject([{ key: runId, outcome: "started" }]);
    const { runs } = await client.runs.list.query({ pipelineId: second });
    expect(runs).toMatchObject([{ triggerKind: "run", triggerKey: "after" }]);
    const { run } = await client.runs.get.query({ runId: runs[0]?.id ?? expect.fail("no run") });
    expect(run.input).toEqual({ word: "tides" });
    expect(await look()).toBe(0);
  });

  it("starts only what waits for its status", async () => {
    const { client, make, firings } = await stage();
    const first = await make("Ingest", [], true);
    const onSuccess = await make("Report", [endOf("ingest")]);
    const onFailure = await make("Alarm", [endOf(first, { status: ["failed", "timeout"] })]);
    await client.runs.start.mutate({ pipelineId: first, input: {} });
    await look();
    expect(await firings(onSuccess)).toEqual([]);
    expect(await firings(onFailure)).toMatchObject([{ outcome: "started" }]);
  });

  it("does not cause a cycle", async () => {
    const { make, change } = await stage();
    const first = await make("One", []);
    await make("Two", [endOf("one")]);
    await make("Three", [endOf("two")]);
    expect(await refusalOf(change(first, "One", [endOf("three")]))).toBe("INVALID_DEFINITION");
    expect(await refusalOf(change(first, "One", [endOf("one")]))).toBe("INVALID_DEFINITION");
    expect(await refusalOf(change(first, "One", [endOf("nobody")]))).toBe("INVALID_DEFINITION");
  });

  it("leads no further than eight runs, even if there is a cycle", async () => {
    const { client, make, firings } = await stage();
    const first = await make("One", []);
    const second = await make("Two", [endOf("one")]);
    // As two concurrent publications could leave it.
    await web.database.asOwner(
      "insert into triggers (workspace_id, id, pipeline_id, key, kind, config) select workspace_id, gen_random_uuid(), $1, key, kind, config from triggers where pipeline_id = $2",
      [first, second],
    );
    await web.database.asOwner(
      "insert into system.live_triggers (trigger_id, workspace_id, source_pipeline_id) select id, workspace_id, $2 from triggers where pipeline_id = $1",
      [first, second],
    );
    await client.runs.start.mutate({ pipelineId: first, input: null });
    for (let count = 0; count < 12; count += 1) await look();
    const all = [...(await firings(first)), ...(await firings(second))];
    expect(all.filter(({ outcome }) => outcome === "started")).toHaveLength(8);
    expect(all.filter(({ outcome }) => outcome === "refused")).toMatchObject([
      { reason: expect.stringMatching(/^8 runs have started one another/) },
    ]);
  });

  it("starts a hundred pipelines at most, and records that for the others", async () => {
    const { client, make, firings } = await stage();
    const first = await make("Wide", []);
    const second = await make("Each", [endOf("wide")]);
    await web.database.asOwner(
      `with more as (
         insert into triggers (workspace_id, id, pipeline_id, key, kind, config)
         select workspace_id, gen_random_uuid(), pipeline_id, 'more' || n, kind, config from triggers, generate_series(1, 101) n
          where pipeline_id = $1 returning workspace_id, id)
       insert into system.live_triggers (trigger_id, workspace_id, source_pipeline_id) select id, workspace_id, $2 from more`,
      [second, first],
    );
    await client.runs.start.mutate({ pipelineId: first, input: null });
    await look();
    const outcomes = await web.database.asOwner(
      "select outcome, count(*)::int, max(reason) as reason from trigger_firings where trigger_id in (select id from triggers where pipeline_id = $1) group by 1 order by 1",
      [second],
    );
    expect(outcomes).toMatchObject([
      {
        outcome: "refused",
        count: 2,
        reason: expect.stringContaining("More than 100 triggers wait for Wide"),
      },
      { outcome: "started", count: 100 },
    ]);
    expect(await firings(second)).toHaveLength(1);
  });

  it("is subject to the rate limit of starts, and loses nothing that comes too soon", async () => {
    const { client, make, firings } = await stage();
    const first = await make("Often", []);
    const second = await make("Then", [endOf("often")]);
    await client.runs.start.mutate({ pipelineId: first, input: null });
    const full = {
      ...tools.rateLimits,
      consume: () => Promise.reject(new AppError("RATE_LIMITED", "Too many.", { retryAfterMs: 10 })),
    };
    expect(await fireRunEnds({ ...tools, rateLimits: full })).toBe(1);
    expect(await firings(second)).toEqual([]);
    await vi.waitUntil(async () => (await look()) === 1, { timeout: 30_000 });
    expect(await firings(second)).toMatchObject([{ outcome: "started" }]);
  });

  it("is not delayed by other workspaces', however many those are", async () => {
    const [busy, calm] = [await stage(), await stage()];
    const [many, one] = [await busy.make("Many", []), await calm.make("One", [])];
    await busy.make("After many", [endOf("many")]);
    const after = await calm.make("After one", [endOf("one")]);
    for (let count = 0; count < 5; count += 1)
      await busy.client.runs.start.mutate({ pipelineId: many, input: null });
    await calm.client.runs.start.mutate({ pipelineId: one, input: null });
    const next = await withSystem(web.tools.db, (tx) => listNotedEnds(tx, 2));
    expect(new Set(next.map(({ workspaceId }) => workspaceId)).size).toBe(2);
    await look();
    expect(await calm.firings(after)).toMatchObject([{ outcome: "started" }]);
  });
});
