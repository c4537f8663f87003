import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { artifactIdSchema } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestRunner } from "#inngest/testing/create-test-runner.ts";
import { trigger } from "#inngest/testing/pipelines.ts";
import { startSandboxServer } from "#providers/sandbox/server.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { getArtifact } from "#server/services/artifacts/get-artifact.ts";
import { clearOldRows } from "#server/services/clearing/clear-old-rows.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import type { NodeRequest, NodeStepResult } from "./run-node-step.ts";
import { runShortNodes } from "./run-short-nodes.ts";

const png = Buffer.from(Array.from({ length: 70 }, (_, index) => (index * 83) % 256));
const photo = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), randomBytes(2_500_000)]);
const posted: { readonly type: string | undefined; readonly sha256: string }[] = [];
const sha256Of = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
  if (request.url === "/photo") response.writeHead(200, { "content-type": "image/png" }).end(photo);
  if (request.url === "/text")
    response.writeHead(200, { "content-type": "text/plain" }).end("x".repeat(2_500_000));
  if (request.url === "/take") {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    posted.push({ type: request.headers["content-type"], sha256: sha256Of(Buffer.concat(chunks)) });
    response.writeHead(200).end();
  }
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

const sandbox = await startSandboxServer();
afterAll(() => sandbox.close());
const database = await createTestDatabase();
const context = await createTestContext(database.db);
const { workspaceId } = context.actor;
const runner = createTestRunner(context, { sandboxUrl: sandbox.url, allowPrivateHttp: true });

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
    const step: NodeStepResult = await runShortNodes(runner, next, "may-follow");
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

  it("that is a file of more than the node may put out lies in the store, and goes on from there", async () => {
    const send = { ...http("/take"), id: "send", name: "Send" };
    const { run: ended, nodeRuns } = await run(http("/photo"), {
      ...send,
      config: { ...send.config, method: "POST", body: "{{ input.body }}" },
    });
    expect(ended.status).toBe("completed");
    const sha256 = sha256Of(photo);
    const body = { file: `sha256:${sha256}`, mediaType: "image/png", bytes: photo.length };
    expect(nodeRuns.find(({ nodeId }) => nodeId === "call")?.output).toMatchObject({ body });
    expect(posted).toEqual([{ type: "image/png", sha256 }]);
    const saved = await run(http("/photo"), {
      id: "keep",
      type: "action",
      name: "Keep",
      config: { action: "artifact.save", name: "photo.png", content: "{{ input.body }}" },
    });
    const artifact = saved.artifacts.find(({ kind }) => kind === "saved");
    expect(artifact).toMatchObject({ mediaType: "image/png", sizeBytes: photo.length, sha256 });
    const looked = await run(http("/photo"), {
      id: "look",
      type: "agent",
      name: "Look",
      config: { model: "sandbox/brief", task: "What is it?", files: "input.body" },
    });
    // Agents wait for a place of their own.
    const look = { workspaceId, runId: looked.run.id, nodeId: "look", handoverToken: null };
    await runShortNodes(runner, look, "may-follow");
    const { output } = (await getRun(context, { runId: looked.run.id })).run;
    expect(JSON.stringify(output)).toContain("image/png");
    // Two runs more, and the bytes are there once.
    expect(
      await database.asOwner("select size_bytes::int as bytes from files where sha256 = $1", [sha256]),
    ).toEqual([{ bytes: photo.length }]);
    await database.asOwner("update runs set finished_at = now() - interval '3 days' where id = any($1)", [
      [ended.id, saved.run.id, looked.run.id],
    ]);
    await database.asOwner("update workspaces set retention_days = 1 where id = $1", [workspaceId]);
    await database.asOwner("update system.clearings set look_at = now() - interval '1 second'");
    await clearOldRows(runner.context);
    const gone = getArtifact(context, { artifactId: artifact?.id ?? artifactIdSchema.parse(randomUUID()) });
    await expect(gone).rejects.toMatchObject({ code: "BODY_DELETED" });
    expect(await database.asOwner("select from files where sha256 = $1", [sha256])).toHaveLength(1);
    // Nothing names it any longer, and a day has passed.
    await database.asOwner("update files set touched_at = now() - interval '25 hours'");
    await database.asOwner("update system.clearings set look_at = now() - interval '1 second'");
    await clearOldRows(runner.context);
    expect(await database.asOwner("select from files where sha256 = $1", [sha256])).toEqual([]);
  });

  it("that is text of more than that fails as before", async () => {
    const { nodeRuns } = await run(http("/text"), {
      id: "t",
      type: "transform",
      name: "T",
      config: { value: "1" },
    });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "call")?.error).toMatchObject({
      code: "HTTP_FAILED",
      message: expect.stringContaining("larger"),
    });
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
