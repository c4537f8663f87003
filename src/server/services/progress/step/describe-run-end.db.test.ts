import { beforeAll, expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { getArtifact } from "#server/services/artifacts/get-artifact.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { continueRun } from "../healing/continue-run.ts";

const database = await createTestDatabase();
let context: ServiceContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
});

const transforms = Array.from({ length: 60 }, (_, index) => ({
  id: `t${index}`,
  type: "transform" as const,
  name: "T",
  config: { value: "input" },
}));

async function startWide() {
  const pipelineId = await seedPipeline(context, {
    name: "Wide",
    nodes: [{ id: "start", type: "trigger", name: "Start" }, ...transforms],
    edges: transforms.map(({ id }) => ({ id: `e-${id}`, from: "start", to: id })),
  });
  // With one number per line, all outputs together would be tens of megabytes of text.
  const input = Array.from({ length: 20_000 }, (_, index) => index);
  const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, asked)).runId;
}

async function documentOf(runId: Awaited<ReturnType<typeof startWide>>) {
  const { run, artifacts } = await getRun(context, { runId });
  const [artifact] = artifacts.filter(({ kind }) => kind === "run");
  if (artifact === undefined) throw new Error("The run left no document.");
  const { content } = await getArtifact(context, { artifactId: artifact.id });
  return { ...run, text: content, document: JSON.parse(content) };
}

async function carryOn(runId: Awaited<ReturnType<typeof startWide>>) {
  const engine = createTestEngine(context);
  while ((await continueRun(engine, context.actor.workspaceId, runId)) === "continued");
}

it("ends a run whose outputs do not fit into one document, and marks what it leaves out", async () => {
  const runId = await startWide();
  await carryOn(runId);
  const { status, output, outputsLeftOut, text, document } = await documentOf(runId);
  expect(status).toBe("completed");
  expect(document.output).toEqual(output);
  expect(text.length).toBeLessThan(6_000_000);
  expect(Object.keys(document.output)).toHaveLength(60);
  expect(document.output.t0).toHaveLength(20_000);
  expect(document.output.t59).toBeNull();
  expect(document.outputsLeftOut).toEqual(outputsLeftOut);
  expect(outputsLeftOut.at(-1)).toBe("t59");
  const kept = document.steps.filter((step: { output: unknown }) => step.output !== null);
  expect(kept.length).toBeGreaterThan(5);
  expect(document.steps.at(-1)).toMatchObject({ status: "completed", output: null, outputLeftOut: true });
});

it("stops such a run too", async () => {
  const runId = await startWide();
  const engine = createTestEngine(context);
  for (let step = 0; step < 3; step += 1) await continueRun(engine, context.actor.workspaceId, runId);
  await cancelRun(context, { runId, reason: "Enough." });
  const { status, text } = await documentOf(runId);
  expect(status).toBe("cancelled");
  expect(text.length).toBeLessThan(6_000_000);
});
