import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestRunner } from "#inngest/testing/create-test-runner.ts";
import { trigger } from "#inngest/testing/pipelines.ts";
import { type SandboxServer, startSandboxServer } from "#providers/sandbox/server.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { explainNodeCost } from "#server/services/costs/explain-node-cost.ts";
import { createProviderKey } from "#server/services/keys/create-provider-key.ts";
import { rotateWorkspaceKeys } from "#server/services/keys/rotate-workspace-keys.ts";
import { removePrice } from "#server/services/prices/remove-price.ts";
import { setPrice } from "#server/services/prices/set-price.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { createSecret } from "#server/services/secrets/create-secret.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import type { NodeRunner } from "./run-node-step.ts";
import { runShortNodes } from "./run-short-nodes.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const { workspaceId } = context.actor;
let sandbox: SandboxServer;
let runner: NodeRunner;

beforeAll(async () => {
  sandbox = await startSandboxServer();
  runner = runnerWith(context.keyring);
  const key = { label: "k", secret: "any-key-will-do", owner: "workspace" } as const;
  for (const provider of ["openai", "openai-compatible"] as const)
    await createProviderKey(context, { ...key, provider, baseUrl: `${sandbox.url}/v1` });
});
afterAll(() => sandbox.close());

/** A worker with these keys in its ring. */
function runnerWith(keyring: Keyring): NodeRunner {
  return createTestRunner(context, {
    keyring,
    sandboxUrl: sandbox.url,
    privateModelHosts: [new URL(sandbox.url).host],
  });
}

async function start(model: string, config: object = {}) {
  const ask = { id: "ask", type: "agent", name: "Ask", config: { model, task: "{{ input }}", ...config } };
  const definition = { name: "Ask", nodes: [trigger, ask], edges: [{ id: "e1", from: "start", to: "ask" }] };
  const pipelineId = await seedPipeline(context, definition as PipelineDefinitionInput);
  const input = "It is a long way to the sea.";
  const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, asked)).runId;
}

async function ask(model: string, config: object = {}) {
  return carryOut(await start(model, config));
}

async function carryOut(runId: RunId, by: NodeRunner = runner) {
  await runShortNodes(by, { workspaceId, runId, nodeId: "ask", handoverToken: null }, "may-follow");
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

const prices = {
  input: 1_000_000,
  output: 2_000_000,
  cacheWrite5m: 1_000_000,
  cacheWrite1h: 1_000_000,
  cacheRead: 100_000,
};

describe("a price that the workspace sets", () => {
  const model = "openai-compatible/echo?pace=0";

  it("holds for runs that start afterwards, and for those alone", async () => {
    const before = await start(model);
    await setPrice(context, { model, prices });
    const during = await start(model);
    await setPrice(context, { model, prices: { ...prices, input: 9_000_000 } });
    expect((await carryOut(before)).run.costMicros).toBeNull();
    expect((await carryOut(during)).run.costMicros).toBe(7 + 14);
    expect((await ask(model)).run.costMicros).toBe(63 + 14);
    await removePrice(context, { model });
    expect((await ask(model)).run.costMicros).toBeNull();
    expect((await getRun(context, { runId: during })).run.costMicros).toBe(21);
  });

  it("is explained with the amount, after it has gone", async () => {
    await setPrice(context, { model, prices });
    const runId = await start(model);
    await carryOut(runId);
    await removePrice(context, { model });
    const entries = await explainNodeCost(context, { runId, nodeId: "ask" });
    expect(entries.map(({ kind }) => kind)).toEqual(["reserve", "settle"]);
    expect(entries[1]).toMatchObject({
      amountMicros: 21,
      isEstimated: false,
      basis: { origin: { from: "workspace", model }, rates: prices, factors: {}, longPromptAbove: null },
      lines: [
        { part: "input", tokens: 7, rateMicros: 1_000_000, micros: 7 },
        { part: "output", tokens: 7, rateMicros: 2_000_000, micros: 14 },
      ],
    });
  });
});

describe("an amount of the list's price, and one that nobody knows", () => {
  it("say so", async () => {
    const known = await start("sandbox/echo?pace=0&wire=chat");
    await carryOut(known);
    const [, settled] = await explainNodeCost(context, { runId: known, nodeId: "ask" });
    expect(settled).toMatchObject({ basis: { origin: { from: "sandbox" } }, amountMicros: 42 });
    const unknown = await start("openai/echo?pace=0");
    await carryOut(unknown);
    const entries = await explainNodeCost(context, { runId: unknown, nodeId: "ask" });
    expect(entries.map(({ basis, lines, amountMicros }) => [basis, lines, amountMicros])).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
  });
});

describe("a rotation of the keyring that is killed in the middle", () => {
  it("holds no run up, leaves everything as it was, and is finished by the next one", async () => {
    const next = { id: "k-next", bytes: Buffer.alloc(32, 9) };
    const ring = { current: next, byId: new Map([...context.keyring.byId, [next.id, next]]) };
    const worker = runnerWith(ring);
    const isCarriedOut = async (by: NodeRunner) => {
      const { run } = await carryOut(await start("openai/echo?pace=0"), by);
      expect([run.error, run.status]).toEqual([null, "completed"]);
    };
    const { secretId } = await createSecret(context, { name: "HELD", value: "a value" });
    const holder = new pg.Client({ connectionString: database.ownerUrl });
    await holder.connect();
    await holder.query("begin");
    await holder.query("select from secrets where id = $1 for update", [secretId]);
    // Their next use is written down.
    await database.asOwner("update provider_keys set last_used_at = null");
    const rotation = spawnRotation(ring);
    const hasEnded = once(rotation, "exit");
    try {
      // It has sealed the provider keys again, has not committed that, and comes to the secret.
      await expect.poll(() => database.asOwner(waiting), { timeout: 60_000 }).toHaveLength(1);
      await isCarriedOut(worker);
    } finally {
      rotation.kill("SIGKILL");
      await hasEnded;
      await holder.query("rollback");
      await holder.end();
    }
    await expect.poll(() => database.asOwner(waiting), { timeout: 60_000 }).toEqual([]);
    const kept = "select keyring_id from data_keys where workspace_id = $1";
    expect(await database.asOwner(kept, [workspaceId])).toEqual([{ keyring_id: context.keyring.current.id }]);
    await isCarriedOut(runner);
    await rotateWorkspaceKeys({ db: database.db, keyring: ring }, workspaceId, { renewDataKey: true });
    await isCarriedOut(runnerWith({ current: next, byId: new Map([[next.id, next]]) }));
  });
});

const waiting =
  "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

function spawnRotation({ byId, current }: Keyring): ChildProcess {
  const keys = [current, ...[...byId.values()].filter(({ id }) => id !== current.id)];
  const ring = keys.map(({ id, bytes }) => `${id}:${Buffer.from(bytes).toString("base64")}`).join(",");
  const script = join(import.meta.dirname, "../testing/rotate-keys-main.ts");
  const flags = ["--disable-warning=ExperimentalWarning"];
  return spawn(process.execPath, [...flags, script, database.appUrl, ring], { stdio: "inherit" });
}
