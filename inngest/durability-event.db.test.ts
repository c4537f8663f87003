import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { findFaults } from "./testing/find-faults.ts";
import { edges, trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterEach(() => stage.endWorkers());
afterAll(() => stage.close());

const count = 6;
const name = "chain.told";

/** One event after another: which step sent it stands in its data. */
const senders = Array.from({ length: count }, (_, step) => ({
  id: `tell${step}`,
  type: "action" as const,
  name: `Tell ${step}`,
  config: { action: "event.send" as const, name, data: { step } },
}));

const hears = (step: number) => ({
  id: `hear${step}`,
  type: "wait" as const,
  name: `Hear ${step}`,
  config: { for: "event" as const, name, match: `data.step == ${step}` },
});

async function receive(definition: PipelineDefinitionInput): Promise<void> {
  const pipelineId = await seedPipeline(stage.context, definition);
  await publishPipeline(stage.context, { pipelineId, expectedRevision: null, note: null });
}

const sent = () =>
  database.asOwner<{ id: string; step: number; nodeId: string }>(
    `select id, (data->>'step')::int as step, node_id as "nodeId" from events where name = $1 order by id`,
    [name],
  );

describe("events that nodes send while workers are killed", () => {
  it("are sent once each, start what they start once, and are heard once", async () => {
    await receive({
      name: "Started by each",
      nodes: [trigger],
      edges: [],
      triggers: [{ id: "told", kind: "event", name }],
    });
    const waiting = await stage.start({
      name: "Hears all",
      nodes: [trigger, ...senders.map((_, step) => hears(step))],
      edges: edges(...senders.map((_, step) => `start -> hear${step}`)),
    });
    let worker = stage.spawnWorker();
    await worker.ready;
    await until(
      () => database.asOwner("select from waits where run_id = $1", [waiting]),
      (waits) => waits.length === count,
    );
    const sender = await stage.start(chainOf("Sends all", [trigger, ...senders]));
    // Each kill falls while the event after the last one that is there is being sent, or just has been.
    for (let kills = 1; kills < count; kills += 2) {
      await until(sent, (events) => events.length >= kills);
      await worker.end("SIGKILL");
      worker = stage.spawnWorker();
      await worker.ready;
    }
    await stage.ended([sender, waiting]);
    const events = await sent();
    expect(events.map(({ step, nodeId }) => [step, nodeId])).toEqual(
      senders.map(({ id }, step) => [step, id]),
    );
    const started = await database.asOwner<{ id: RunId; input: { step: number } }>(
      "select id, input from runs where trigger_kind = 'event' order by id",
    );
    expect(started.map(({ input }) => input.step).toSorted()).toEqual(senders.map((_, step) => step));
    const heard = await database.asOwner(
      "select node_id from run_events where run_id = $1 and type = 'node.resumed'",
      [waiting],
    );
    expect(heard).toHaveLength(count);
    for (const runId of [sender, waiting, ...started.map(({ id }) => id)]) {
      const facts = await readRunFacts(database, runId);
      expect([facts.status, findFaults(facts)]).toEqual(["completed", []]);
    }
  });
});
