import { afterAll, describe, expect, it } from "vitest";
import type { RunEvent } from "#core/events/run-event.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { serveWeb } from "#server/testing/serve-web.ts";
import { createPenstockClient } from "./create-client.ts";
import { readPenstockError } from "./read-error.ts";
import { uploadFile } from "./upload-file.ts";
import { watchRun } from "./watch-run.ts";

const web = await createTestWeb();
const person = await createPerson(web);
const { token, tokenId } = await clientOf(web, person).tokens.create.mutate({
  name: "program",
  scopes: ["write"],
});
let server = await serveWeb(web);
const client = createPenstockClient({ url: server.url, token });
afterAll(() => server.kill());

/** No worker runs here, so a run with a delay continues until it is stopped. */
const waiting: PipelineDefinitionInput = {
  name: "Waits",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "pause", type: "delay", name: "Pause", config: { seconds: 1800 } },
  ],
  edges: [{ id: "e1", from: "start", to: "pause" }],
};

async function start(definition: PipelineDefinitionInput): Promise<string> {
  const { pipelineId } = await client.pipelines.create.mutate({ definition });
  const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "hello" } });
  return runId;
}

async function collect(events: AsyncIterable<RunEvent>, into: RunEvent[] = []): Promise<RunEvent[]> {
  for await (const event of events) into.push(event);
  return into;
}

const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe("createPenstockClient", () => {
  it("reads and writes with a token alone", async () => {
    expect((await client.workspaces.get.query()).id).toBe(person.workspaceId);
    const runId = await start(pureDefinition);
    const { run } = await client.runs.get.query({ runId });
    expect(run).toMatchObject({ status: "completed", triggerKind: "api", output: { said: "hello" } });
  });

  it("does not compile an invalid definition, and accepts any text", async () => {
    // @ts-expect-error a definition that can never be valid
    const wrong = client.pipelines.validate.mutate({ definition: { nonsense: true } });
    expect((await wrong).isValid).toBe(false);
    const text = client.pipelines.validate.mutate({ definition: JSON.stringify({ nonsense: true }) });
    expect((await text).isValid).toBe(false);
  });

  it("batches calls of the same moment", async () => {
    const answers = await Promise.all(Array.from({ length: 45 }, () => client.workspaces.get.query()));
    expect(new Set(answers.map(({ id }) => id))).toEqual(new Set([person.workspaceId]));
  });

  it("sends queries too long for a URL as a request body", async () => {
    const runId = await start(pureDefinition);
    const plan = (word: string) =>
      client.runs.planFork.query({ runId, fromNodeIds: [], changes: { input: { word } } });
    const [short, long] = await Promise.all([plan("other"), plan("ü".repeat(500_000))]);
    expect(long.rerun).toEqual(short.rerun);
    expect(long.changes).toMatchObject([{ what: "input" }]);
  });

  it("uploads a file and starts a run with it", async () => {
    const access = { url: server.url, token };
    const pdf = new TextEncoder().encode("%PDF-1.7 a few pages");
    const manual = await uploadFile(access, pdf, { name: "manual.pdf" });
    expect(manual).toMatchObject({ mediaType: "application/pdf", bytes: 20, name: "manual.pdf" });
    expect(await uploadFile(access, new Blob([pdf], { type: "application/pdf" }))).toMatchObject({
      file: manual.file,
    });
    const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
    const { runId } = await client.runs.start.mutate({
      pipelineId,
      input: { word: "hello", manual: { ...manual } },
    });
    expect((await client.runs.get.query({ runId })).run.input).toMatchObject({ manual });
    const wrong = await uploadFile(access, pdf, { mediaType: "image/png" }).catch(
      (caught: unknown) => caught,
    );
    expect(readPenstockError(wrong)).toMatchObject({ code: "INVALID_INPUT", nodeId: null });
  });

  it("reports a refusal with its code, problems and request id", async () => {
    const error = await client.pipelines.create
      .mutate({ definition: "name: [" })
      .catch((caught: unknown) => caught);
    const described = readPenstockError(error);
    expect(described).toMatchObject({ code: "INVALID_DEFINITION", problems: [{ severity: "error" }] });
    expect(described?.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(readPenstockError(new TypeError("fetch failed"))).toBeNull();
  });
});

describe("watchRun", () => {
  it("gives the whole log of an ended run, and ends", async () => {
    const runId = await start(pureDefinition);
    const events = await collect(watchRun(client, { runId }));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]?.type).toBe("run.started");
    expect(events.at(-1)?.type).toBe("run.completed");
    expect(await collect(watchRun(client, { runId, afterSeq: events.length - 1 }))).toEqual(events.slice(-1));
    expect(await collect(watchRun(client, { runId, afterSeq: events.length }))).toEqual([]);
  });

  it("delivers live events", async () => {
    const runId = await start(waiting);
    const seen: RunEvent[] = [];
    const watching = collect(watchRun(client, { runId }), seen);
    await until(() => seen.some(({ type }) => type === "run.started"));
    await client.runs.cancel.mutate({ runId });
    await watching;
    expect(seen.at(-1)?.type).toBe("run.cancelled");
  });

  it("continues after restarts of the server, each line once and in order", async () => {
    const runId = await start(waiting);
    const seen: RunEvent[] = [];
    const watching = collect(watchRun(client, { runId }), seen);
    await until(() => seen.length > 0);
    const { port } = server;
    await server.kill();
    await new Promise((resolve) => setTimeout(resolve, 300));
    server = await serveWeb(web, port);
    await client.runs.cancel.mutate({ runId });
    await watching;
    const whole = await collect(watchRun(client, { runId }));
    expect(seen).toEqual(whole);
    expect(seen.at(-1)?.type).toBe("run.cancelled");
  });

  it("stops when its reader leaves or aborts", async () => {
    const runId = await start(waiting);
    const stop = new AbortController();
    const watching = collect(watchRun(client, { runId, signal: stop.signal }));
    setTimeout(() => stop.abort(), 50);
    expect((await watching).every(({ type }) => !type.startsWith("run.c"))).toBe(true);
    for await (const event of watchRun(client, { runId })) {
      expect(event.seq).toBe(1);
      break;
    }
  });

  it("does not retry for a missing run or a revoked token", async () => {
    const missing = collect(watchRun(client, { runId: crypto.randomUUID() }));
    expect(await refusalOf(missing)).toBe("NOT_FOUND");
    const runId = await start(pureDefinition);
    await clientOf(web, person).tokens.revoke.mutate({ tokenId });
    expect(await refusalOf(collect(watchRun(client, { runId })))).toBe("UNAUTHENTICATED");
  });
});
