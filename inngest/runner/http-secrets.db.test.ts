import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestRunner } from "#inngest/testing/create-test-runner.ts";
import { trigger } from "#inngest/testing/pipelines.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { createSecret } from "#server/services/secrets/create-secret.ts";
import { removeSecret } from "#server/services/secrets/remove-secret.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import type { NodeRequest, NodeStepResult } from "./run-node-step.ts";
import { runShortNodes } from "./run-short-nodes.ts";

const value = "canary-5e4f+value/of a secret";
const seen: { url: string; headers: IncomingMessage["headers"]; body: string }[] = [];

/** Answers with all that it was told; `/no` refuses with it, `/away` leads to another origin. */
const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const { url = "", headers } = request;
  seen.push({ url, headers, body });
  const echo = JSON.stringify({ url, headers, body, said: headers["x-token"] });
  const told = { "content-type": "application/json", "x-said": String(headers["x-token"]) };
  if (url.startsWith("/away")) {
    const { port } = server.address() as AddressInfo;
    response.writeHead(307, { location: `http://localhost:${port}/elsewhere` }).end();
  } else response.writeHead(url.startsWith("/no") ? 422 : 200, told).end(echo);
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, resolve)));
beforeEach(() => void seen.splice(0));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const { workspaceId } = context.actor;
const runner = createTestRunner(context, { allowPrivateHttp: true });
const { secretId } = await createSecret(context, { name: "API_TOKEN", value });

type Node = PipelineDefinitionInput["nodes"][number];

function call(path: string, config: object, more: object = {}): Node {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const headers = { "X-Token": "{{ secrets.API_TOKEN }}", Accept: "application/json" };
  return {
    id: "call",
    type: "action",
    name: "Call",
    retry: { maxRetries: 0 },
    config: { action: "http.request", url, headers, ...config },
    ...more,
  } as Node;
}

const keep: Node = {
  id: "keep",
  type: "action",
  name: "Keep",
  config: { action: "artifact.save", name: "answer.json", content: "{{ input }}" },
};

/** Starts a run of the request and of what keeps its answer. */
async function start(node: Node, condition?: string) {
  const edges = [
    { id: "e1", from: trigger.id, to: "call" },
    { id: "e2", from: "call", to: "keep", ...(condition === undefined ? {} : { condition }) },
  ];
  const pipelineId = await seedPipeline(context, { name: "Secrets", nodes: [trigger, node, keep], edges });
  const asked = { pipelineId, input: null, variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, asked)).runId;
}

async function carryOut(runId: Awaited<ReturnType<typeof start>>) {
  let next: NodeRequest | null = { workspaceId, runId, nodeId: "call", handoverToken: null };
  while (next !== null) {
    const step: NodeStepResult = await runShortNodes(runner, next, "may-follow");
    next = step.kind === "done" && step.next !== null ? { ...next, ...step.next } : null;
  }
  return getRun(context, { runId });
}

/** Every row of every table there is, as text. */
async function wholeDatabase(): Promise<string> {
  const tables = await database.asOwner<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
  );
  expect(tables.length).toBeGreaterThan(20);
  const dumps = await Promise.all(
    tables.map(({ name }) => database.asOwner<{ row: string }>(`select t::text as row from ${name} t`)),
  );
  return dumps
    .flat()
    .map(({ row }) => row)
    .join("\n");
}

/** The value in any way in which an answer may have written it. */
async function expectNowhere(): Promise<void> {
  const dump = await wholeDatabase();
  expect(dump).toContain("***API_TOKEN***");
  for (const form of [
    "canary-5e4f",
    Buffer.from(value).toString("base64"),
    Buffer.from(value).toString("hex"),
  ]) {
    expect(dump).not.toContain(form);
  }
}

describe("a secret in a request", () => {
  it("arrives, and is nowhere in the database, though the receiver says it again", async () => {
    const config = {
      method: "POST",
      query: { key: "{{ secrets.API_TOKEN }}" },
      body: { token: "{{ secrets.API_TOKEN }}" },
    };
    const { run, nodeRuns } = await carryOut(await start(call("/yes", config)));
    expect(run.status).toBe("completed");
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      url: `/yes?key=${encodeURIComponent(value)}`,
      headers: { "x-token": value },
      body: JSON.stringify({ token: value }),
    });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "call")?.output).toMatchObject({
      headers: { "x-said": "***API_TOKEN***" },
      body: { said: "***API_TOKEN***", url: "/yes?key=***API_TOKEN***", body: '{"token":"***API_TOKEN***"}' },
    });
    await expectNowhere();
  });

  it("is masked in the answer that a failure brings to its error branch", async () => {
    const { run } = await carryOut(await start(call("/no", {}, { onError: "branch" }), "error"));
    expect(run.status).toBe("completed");
    expect(seen[0]?.headers["x-token"]).toBe(value);
    await expectNowhere();
  });
});

describe("a redirect to another origin", () => {
  it("takes no header along that may hold a secret", async () => {
    const { run } = await carryOut(await start(call("/away", {})));
    expect(run.status).toBe("completed");
    expect(seen.map(({ url }) => url)).toEqual(["/away", "/elsewhere"]);
    expect(JSON.stringify(seen[1])).not.toContain("canary");
    await expectNowhere();
  });

  it("is not followed with a body that holds one", async () => {
    const config = { method: "POST", body: { token: "{{ secrets.API_TOKEN }}" } };
    const { run } = await carryOut(await start(call("/away", config)));
    expect(run.error).toMatchObject({ code: "HTTP_BLOCKED" });
    expect(seen.map(({ url }) => url)).toEqual(["/away"]);
  });
});

describe("a secret that was removed after the run had begun", () => {
  it("fails the node, naming it, and nothing is sent; the next run is refused", async () => {
    const runId = await start(call("/yes", {}));
    await removeSecret(context, { secretId });
    const { run } = await carryOut(runId);
    expect(run.error).toMatchObject({
      code: "SECRET_MISSING",
      retryable: false,
      nodeId: "call",
      message: expect.stringMatching(/secret API_TOKEN.*Provider keys/),
    });
    expect(seen).toEqual([]);
    await expect(start(call("/yes", {}))).rejects.toMatchObject({
      code: "SECRET_MISSING",
      message: expect.stringContaining("API_TOKEN"),
      problems: [{ nodeId: "call" }],
    });
  });
});
