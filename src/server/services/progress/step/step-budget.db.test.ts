import { beforeAll, describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { continueRun } from "../healing/continue-run.ts";

const database = await createTestDatabase();
let context: ServiceContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
});

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const ids = (count: number) => Array.from({ length: count }, (_, index) => `n${index + 1}`);
const transform = (id: string) => ({ id, type: "transform", name: id, config: { value: "input" } }) as const;
const costly = (id: string) =>
  ({
    id,
    type: "condition",
    name: id,
    config: { condition: "input.map(a, input.filter(b, b > a)).size() >= 0" },
  }) as const;

async function start(definition: PipelineDefinitionInput, input: Json) {
  const pipelineId = await seedPipeline(context, definition);
  const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, asked)).runId;
}

type RunId = Awaited<ReturnType<typeof start>>;
const read = (runId: RunId) => getRun(context, { runId });
const completed = async (runId: RunId) =>
  (await read(runId)).nodeRuns.filter(({ status }) => status === "completed").length;

/** The steps that the worker is asked for, each by an event of its own. */
async function continuations(runId: RunId): Promise<number> {
  const events = await database.asOwner(
    "select distinct payload->>'id' from system.outbox where payload->>'id' like $1 || ':continue:%'",
    [runId],
  );
  return events.length;
}

const numbers = ids(300).map((_, index) => index);

describe("a start", () => {
  it.each([
    ["costly conditions", chainOf("Costly", [trigger, ...ids(60).map(costly)]), numbers, 61],
    ["large values", chainOf("Large", [trigger, ...ids(60).map(transform)]), "x".repeat(200_000), 61],
  ])(
    "decides a few of many %s, and the worker the rest, in steps that are bounded too",
    async (_name, definition, input, nodes) => {
      const runId = await start(definition, input);
      expect((await read(runId)).run.status).toBe("running");
      expect(await completed(runId)).toBeLessThanOrEqual(3);
      expect(await continuations(runId)).toBe(1);

      const engine = createTestEngine(context);
      let before = await completed(runId);
      let steps = 0;
      while ((await continueRun(engine, context.actor.workspaceId, runId)) === "continued") {
        const after = await completed(runId);
        expect(after).toBeGreaterThan(before);
        expect(after - before).toBeLessThanOrEqual(12);
        before = after;
        steps += 1;
      }
      expect(before).toBe(nodes);
      expect(steps).toBeGreaterThan(4);
      const { run } = await read(runId);
      expect(run.status).toBe("completed");
      expect(await continuations(runId)).toBe(steps);
    },
  );

  it("of a short pipeline of pure nodes ends it", async () => {
    const runId = await start(chainOf("Short", [trigger, ...ids(200).map(transform)]), "tides");
    expect((await read(runId)).run.status).toBe("completed");
  });

  it("that was cut short can be cancelled, and its remaining events find nothing to do", async () => {
    const runId = await start(chainOf("Stop", [trigger, ...ids(60).map(costly)]), numbers);
    expect(await cancelRun(context, { runId, reason: "enough" })).toEqual({ status: "cancelled" });
    const engine = createTestEngine(context);
    expect(await continueRun(engine, context.actor.workspaceId, runId)).toBe("ended");
  });
});
