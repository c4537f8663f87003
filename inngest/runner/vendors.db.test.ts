import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { trigger } from "#inngest/testing/pipelines.ts";
import { type SandboxServer, startSandboxServer } from "#providers/sandbox/server.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { createProviderKey } from "#server/services/keys/create-provider-key.ts";
import { getRun } from "#server/services/runs/get-run.ts";
import { startRun } from "#server/services/runs/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { createNodeRunner } from "./create-node-runner.ts";
import type { NodeRunner } from "./run-node-step.ts";
import { runShortNodes } from "./run-short-nodes.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const { workspaceId } = context.actor;
let sandbox: SandboxServer;
let runner: NodeRunner;

beforeAll(async () => {
  sandbox = await startSandboxServer();
  runner = createNodeRunner({
    ...context.runs,
    db: database.db,
    log: context.log,
    keyring: context.keyring,
    sandboxUrl: sandbox.url,
    allowPrivateHttp: false,
    privateModelHosts: [new URL(sandbox.url).host],
    publicOrigin: "http://penstock.test",
  });
  const key = { label: "k", secret: "any-key-will-do", owner: "workspace" } as const;
  for (const provider of ["openai", "openai-compatible"] as const)
    await createProviderKey(context, { ...key, provider, baseUrl: `${sandbox.url}/v1` });
});
afterAll(() => sandbox.close());

async function ask(model: string, config: object = {}) {
  const ask = { id: "ask", type: "agent", name: "Ask", config: { model, task: "{{ input }}", ...config } };
  const definition = { name: "Ask", nodes: [trigger, ask], edges: [{ id: "e1", from: "start", to: "ask" }] };
  const pipelineId = await seedPipeline(context, definition as PipelineDefinitionInput);
  const input = "It is a long way to the sea.";
  const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, asked);
  await runShortNodes(
    runner,
    { workspaceId, runId, nodeId: "ask", iteration: 0, handoverToken: null },
    "may-follow",
  );
  const entries = await database.asOwner<{ kind: string; amount: number | null }>(
    "select kind, amount_micros::float8 as amount, input_tokens::int as input, output_tokens::int as output, is_estimated as estimated, provider, is_sandbox as sandbox from ledger_entries where run_id = $1 order by id",
    [runId],
  );
  return {
    run: (await getRun(context, { runId })).run,
    settled: entries.find(({ kind }) => kind === "settle"),
  };
}

const used = { input: 7, output: 7, estimated: false };

describe("a run that asks", () => {
  it.each(["messages", "responses", "chat"])(
    "the sandbox over %s pays play money for what it used",
    async (wire) => {
      const { run, settled } = await ask(`sandbox/echo?pace=0&wire=${wire}`);
      expect(run).toMatchObject({ status: "completed", output: "It is a long way to the sea." });
      expect(settled).toMatchObject({ ...used, amount: 42, sandbox: true });
    },
  );

  it.each([
    ["openai/echo?pace=0", {}],
    ["openai-compatible/echo?pace=0", { temperature: 0.5, effort: "low" }],
  ])(
    "%s at the address of its key books what was used, at a price that nobody knows",
    async (model, config) => {
      const { run, settled } = await ask(model, config);
      expect(run).toMatchObject({
        status: "completed",
        output: "It is a long way to the sea.",
        costMicros: null,
      });
      expect(settled).toMatchObject({ ...used, amount: null, provider: model.split("/")[0], sandbox: false });
    },
  );

  it("a vendor whose word is a refusal fails with it, once", async () => {
    const { run } = await ask("openai/echo?pace=0&fault=401");
    expect(run).toMatchObject({ status: "failed", error: { code: "KEY_INVALID" } });
    const billed = sandbox.stats().entries.filter(({ model }) => model === "echo?pace=0&fault=401");
    expect(billed).toHaveLength(1);
  });
});
