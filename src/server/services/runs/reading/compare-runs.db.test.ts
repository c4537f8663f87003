import { beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { forkRun } from "../fork/fork-run.ts";
import { startRun } from "../start/start-run.ts";
import { compareRuns } from "./compare-runs.ts";

const database = await createTestDatabase();
let context: ServiceContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
});

const transform = (id: string, value: string) =>
  ({ id, type: "transform", name: id, config: { value } }) as const;
const edge = (from: string, to: string) => ({ id: `${from}-${to}`, from, to });

/** start > a > b and start > c, all pure, so a run has ended when it has begun. */
function definition(change: { readonly a?: string; readonly extra?: boolean } = {}): PipelineDefinitionInput {
  return {
    name: "Compare",
    variables: { tone: { default: "kind" } },
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      transform("a", change.a ?? "input + '!'"),
      transform("b", "input"),
      transform("c", "variables.tone"),
      ...(change.extra === true ? [transform("d", "input")] : []),
    ],
    edges: [
      edge("start", "a"),
      edge("a", "b"),
      edge("start", "c"),
      ...(change.extra === true ? [edge("c", "d")] : []),
    ],
  };
}

async function start(pipelineId: string, input: Json = "tides", variables: JsonObject = {}): Promise<RunId> {
  const asked = { pipelineId, input, variables, version: null, idempotencyKey: null };
  return (await startRun(context, asked as Parameters<typeof startRun>[1])).runId;
}

async function redraft(pipelineId: string, next: PipelineDefinitionInput) {
  await database.asOwner("update pipelines set draft = $1::jsonb where id = $2", [
    JSON.stringify(next),
    pipelineId,
  ]);
}

async function verdicts(first: RunId, second: RunId) {
  const found = await compareRuns(context, { runIds: [first, second] });
  return {
    ...found,
    verdicts: Object.fromEntries(found.nodes.map(({ nodeId, verdict }) => [nodeId, verdict])),
  };
}

describe("comparing two runs", () => {
  it("finds two equal runs the same", async () => {
    const pipelineId = await seedPipeline(context, definition());
    const found = await verdicts(await start(pipelineId), await start(pipelineId));
    expect(found).toMatchObject({
      verdicts: { start: "same", a: "same", b: "same", c: "same" },
      firstDivergence: null,
      isSameInput: true,
      changedVariables: [],
    });
    expect(found.nodes[1]?.sides[0]).toMatchObject({ status: "completed", outputBytes: 8, isReused: false });
  });

  it("names the one node that another version changed, and all after it as affected", async () => {
    const pipelineId = await seedPipeline(context, definition());
    const first = await start(pipelineId);
    await redraft(pipelineId, definition({ a: "input + '?'" }));
    const second = await start(pipelineId);
    const found = await verdicts(first, second);
    expect(found).toMatchObject({
      verdicts: { start: "same", a: "changed", b: "affected", c: "same" },
      firstDivergence: "a",
    });
    expect(found.nodes.map(({ differs }) => differs)).toEqual([
      [],
      ["definition", "output"],
      [],
      ["input", "output"],
    ]);
  });

  it("reports inputs, variables and nodes that only one of them has", async () => {
    const pipelineId = await seedPipeline(context, definition());
    const first = await start(pipelineId);
    const other = await verdicts(first, await start(pipelineId, "rivers"));
    expect(other).toMatchObject({
      verdicts: { start: "changed", a: "affected", b: "affected", c: "affected" },
      isSameInput: false,
      firstDivergence: "start",
    });
    const rude = await verdicts(first, await start(pipelineId, "tides", { tone: "rude" }));
    expect(rude).toMatchObject({
      verdicts: { a: "same", b: "same", c: "changed" },
      changedVariables: ["tone"],
    });
    await redraft(pipelineId, definition({ extra: true }));
    const grown = await start(pipelineId);
    expect((await verdicts(first, grown)).verdicts).toMatchObject({ c: "same", d: "only-second" });
    expect((await verdicts(grown, first)).verdicts).toMatchObject({ c: "same", d: "only-first" });
  });

  it("treats what a fork took over as the same", async () => {
    const pipelineId = await seedPipeline(context, definition());
    const runId = await start(pipelineId);
    const fork = await forkRun(context, { runId, fromNodeIds: ["b"], idempotencyKey: null });
    const found = await verdicts(runId, fork.runId);
    expect(found.firstDivergence).toBeNull();
    expect(found.nodes[1]?.sides.map((side) => side?.isReused)).toEqual([false, true]);
  });

  it("refuses runs that cannot be compared", async () => {
    const pipelineId = await seedPipeline(context, definition());
    const runId = await start(pipelineId);
    const stranger = await start(await seedPipeline(context, definition()));
    const nobody = context.newId() as RunId;
    await expect(compareRuns(context, { runIds: [nobody, nobody] })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(compareRuns(context, { runIds: [runId, runId] })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await expect(compareRuns(context, { runIds: [runId, stranger] })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining("different pipelines"),
    });
    await expect(compareRuns(context, { runIds: [runId, nobody] })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining(nobody),
    });
  });
});
