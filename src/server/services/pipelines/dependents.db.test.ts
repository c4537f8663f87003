import { beforeAll, expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { getDependents } from "./get-dependents.ts";
import { publishPipeline } from "./publish-pipeline.ts";

const database = await createTestDatabase();
let context: ServiceContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
});

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const wait = { id: "ask", type: "wait", name: "Ask", config: { for: "approval", title: "Go?" } } as const;

async function published(definition: PipelineDefinitionInput) {
  const pipelineId = await seedPipeline(context, definition);
  await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
  return pipelineId;
}

it("lists who calls the published version, starts after it or starts it, and runs in progress", async () => {
  const pipelineId = await published(chainOf("Called", [trigger, wait]));
  const call = (id: string, name: string, more: object = {}) =>
    ({ id, type: "call", name, config: { pipeline: pipelineId, ...more } }) as const;
  const pinned = call("old", "Pinned", { version: 1 });
  const caller = await published(chainOf("Caller", [trigger, call("now", "Now"), pinned]));
  const after = await published({
    ...chainOf("After", [trigger, { id: "x", type: "transform", name: "X", config: { value: "1" } }]),
    triggers: [{ id: "then", kind: "run", pipeline: pipelineId }],
  });
  const only = await published(chainOf("Only pinned", [trigger, pinned]));
  const list = { items: "[1]", pipeline: pipelineId };
  const body = { nodes: [call("in", "Inner")], edges: [] };
  const tool = {
    kind: "pipeline",
    name: "look",
    description: "Looks.",
    effect: "read",
    input: { type: "object" },
    pipeline: pipelineId,
  } as const;
  const inside = await published(
    chainOf("Within", [
      trigger,
      { id: "each", type: "map", name: "Each", config: list },
      { id: "body", type: "map", name: "Body", config: { items: "[1]", body } },
      {
        id: "agent",
        type: "agent",
        name: "Agent",
        config: { model: "sandbox/brief", task: "Go", tools: [tool] },
      },
    ]),
  );
  // Drafts do not count.
  await seedPipeline(context, chainOf("Draft", [trigger, call("later", "Later")]));
  const asked = { pipelineId, input: null, variables: {}, version: null, idempotencyKey: null };
  await startRun(context, asked);
  expect(await getDependents(context, { pipelineId })).toEqual({
    pipelines: [
      { pipelineId: after, pipelineName: "After", callers: [], pinnedCallers: [], startsAfter: true },
      {
        pipelineId: caller,
        pipelineName: "Caller",
        callers: ["Now"],
        pinnedCallers: ["Pinned"],
        startsAfter: false,
      },
      {
        pipelineId: only,
        pipelineName: "Only pinned",
        callers: [],
        pinnedCallers: ["Pinned"],
        startsAfter: false,
      },
      {
        pipelineId: inside,
        pipelineName: "Within",
        callers: ["Each", "Body › Inner", "Agent › look"],
        pinnedCallers: [],
        startsAfter: false,
      },
    ],
    apiUsers: [],
    openRuns: { running: 0, waiting: 1 },
    callingRuns: [],
  });
  expect(await getDependents(context, { pipelineId: caller })).toEqual({
    pipelines: [],
    apiUsers: [],
    openRuns: { running: 0, waiting: 0 },
    callingRuns: [],
  });
});
