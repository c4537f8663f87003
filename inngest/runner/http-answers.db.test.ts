import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { trigger } from "#inngest/testing/pipelines.ts";
import { parseKeyring } from "#server/crypto/keyring.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { getArtifact } from "#server/services/artifacts/get-artifact.ts";
import { getRun } from "#server/services/runs/get-run.ts";
import { startRun } from "#server/services/runs/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { createNodeRunner } from "./create-node-runner.ts";
import type { NodeRequest, NodeStep } from "./run-node-step.ts";
import { runShortNodes } from "./run-short-nodes.ts";

const png = Buffer.from(Array.from({ length: 70 }, (_, index) => (index * 83) % 256));
const server = createServer((request, response) => {
  if (request.url === "/png") response.writeHead(200, { "content-type": "image/png" }).end(png);
  if (request.url === "/gz") {
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    response.writeHead(200, headers).end(gzipSync('{"a":"\\u0000","constructor":9007199254740993}'));
  }
  if (request.url === "/no") {
    response.writeHead(422, { "content-type": "application/json", "x-why": "form" }).end('{"field":"title"}');
  }
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const { workspaceId } = context.actor;
const runner = createNodeRunner({
  ...context.runs,
  db: database.db,
  log: context.log,
  keyring: parseKeyring(`k1:${randomBytes(32).toString("base64")}`),
  sandboxUrl: "http://127.0.0.1:9",
  allowPrivateHttp: true,
  publicOrigin: "http://penstock.test",
});

const http = (path: string, more: object = {}) => ({
  id: "call",
  type: "action" as const,
  name: "Call",
  config: {
    action: "http.request" as const,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
  },
  ...more,
});

/** Runs a trigger, `call`, and one node after it. */
async function run(
  call: ReturnType<typeof http>,
  after: PipelineDefinitionInput["nodes"][number],
  condition?: string,
) {
  const edges = [
    { id: "e1", from: trigger.id, to: "call" },
    { id: "e2", from: "call", to: after.id, ...(condition === undefined ? {} : { condition }) },
  ];
  const pipelineId = await seedPipeline(context, { name: "Http", nodes: [trigger, call, after], edges });
  const asked = { pipelineId, input: null, variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, asked);
  let next: NodeRequest | null = { workspaceId, runId, nodeId: "call", handoverToken: null };
  while (next !== null) {
    const step: NodeStep = await runShortNodes(runner, next, "may-follow");
    next = step.kind === "done" && step.next !== null ? { ...next, ...step.next } : null;
  }
  return getRun(context, { runId });
}

describe("an answer of another server", () => {
  it("that is a picture is saved as the bytes it has", async () => {
    const config = {
      action: "artifact.save",
      name: "tide.png",
      mediaType: "image/png",
      content: "{{ input.body }}",
    } as const;
    const { run: ended, artifacts } = await run(http("/png"), {
      id: "keep",
      type: "action",
      name: "Keep",
      config,
    });
    expect(ended).toMatchObject({ status: "completed", output: { name: "tide.png", bytes: 70 } });
    const saved = artifacts.find(({ kind }) => kind === "saved");
    expect(saved).toMatchObject({ sizeBytes: 70, sha256: createHash("sha256").update(png).digest("hex") });
    if (saved === undefined) throw new Error("nothing was saved");
    const { content, encoding, mediaType } = await getArtifact(context, { artifactId: saved.id });
    expect({ encoding, mediaType }).toEqual({ encoding: "base64", mediaType: "image/png" });
    expect(Buffer.from(content, "base64").equals(png)).toBe(true);
    const whole = artifacts.find(({ kind }) => kind === "run");
    if (whole === undefined) throw new Error("the run left nothing");
    expect(await getArtifact(context, { artifactId: whole.id })).toMatchObject({ encoding: "text" });
  });

  it("that came compressed is read, with every key and digit", async () => {
    const { run: ended } = await run(http("/gz"), {
      id: "t",
      type: "transform",
      name: "T",
      config: { value: "input.body" },
    });
    expect(ended.status).toBe("completed");
    expect(JSON.stringify(ended.output)).toBe('{"a":"\ufffd","constructor":"9007199254740993"}');
  });

  it("that says no takes the error edge with its status, headers and body, and leaves no word of it elsewhere", async () => {
    const value = {
      status: "input.error.status",
      why: "input.error.headers['x-why']",
      field: "input.error.body.field",
    };
    const call = http("/no", { onError: "branch" });
    const { run: ended, nodeRuns } = await run(
      call,
      { id: "t", type: "transform", name: "T", config: { value } },
      "error",
    );
    expect(ended).toMatchObject({
      status: "completed",
      output: { status: 422, why: "form", field: "title" },
    });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "call")?.error).toEqual({
      code: "HTTP_FAILED",
      message: expect.stringContaining("422"),
      retryable: false,
      nodeId: "call",
      details: { httpStatus: 422 },
    });
  });
});
