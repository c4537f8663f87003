import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UsageError } from "#appliance/bootstrap/command-lines.mjs";
import { type RunId, waitIdSchema } from "#core/ids.ts";
import { type PipelineDefinitionInput, pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { judgeNodeId } from "#core/run/test-set/judge/question.ts";
import { runShortNodes } from "#inngest/runner/run-short-nodes.ts";
import { createTestRunner } from "#inngest/testing/create-test-runner.ts";
import { type HttpSink, startHttpSink } from "#inngest/testing/http-sink.ts";
import { agent, trigger } from "#inngest/testing/pipelines.ts";
import { type SandboxServer, startSandboxServer } from "#providers/sandbox/server.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { exportCassette } from "#server/services/runs/recordings/export-cassette.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { createSecret } from "#server/services/secrets/create-secret.ts";
import { exportTestSet } from "#server/services/test-sets/export-test-set.ts";
import { judgeTestSet } from "#server/services/test-sets/judge/judge-test-set.ts";
import { saveRunAsCase } from "#server/services/test-sets/save-run-as-case.ts";
import { changeTestCase } from "#server/services/test-sets/update-test-case.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { testFiles } from "./test-files.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const folder = mkdtempSync(join(tmpdir(), "penstock-recording-"));
const secret = "canary-of-a-secret-77aa";
let sandbox: SandboxServer;
let sink: HttpSink;

beforeAll(async () => {
  sandbox = await startSandboxServer();
  sink = await startHttpSink(0);
  await createSecret(context, { name: "API_TOKEN", value: secret });
});
afterAll(async () => {
  await sandbox.close();
  await sink.close();
  rmSync(folder, { recursive: true, force: true });
});

const definition = (task: string) =>
  chainOf("Recorded", [
    trigger,
    { ...agent("ask", "pace=0&fault=529&times=1&retryAfter=0", task), retry: { maxRetries: 2 } },
    {
      id: "call",
      type: "action",
      name: "Call",
      config: {
        action: "http.request",
        method: "POST",
        url: sink.url,
        headers: { "X-Token": "{{ secrets.API_TOKEN }}" },
        body: "{{ input }}",
      },
      output: "output.body",
    },
  ]);

async function start(task: string) {
  const pipelineId = await seedPipeline(context, definition(task));
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: randomUUID() };
  return (await startRun(context, asked)).runId;
}

let ended: Promise<RunId> | null = null;

/** One completed run, shared by all tests. */
function runToItsEnd(): Promise<RunId> {
  ended ??= start("Say {{ input }}.").then(async (runId) => {
    // The first attempt is refused; the others follow as soon as they are due.
    await runNodes(runId, ["ask", "call"]);
    return runId;
  });
  return ended;
}

/** Does a worker's part, node by node. */
async function runNodes(runId: RunId, nodeIds: readonly string[]) {
  const runner = createTestRunner(context, { sandboxUrl: sandbox.url, allowPrivateHttp: true });
  const { workspaceId } = context.actor;
  const nodeOf = async () => (await getRun(context, { runId })).run.status;
  for (const nodeId of nodeIds) {
    await expect
      .poll(async () => {
        await runShortNodes(runner, { workspaceId, runId, nodeId, handoverToken: null }, "may-follow");
        const { nodeRuns } = await getRun(context, { runId });
        return nodeRuns.find((node) => node.nodeId === nodeId)?.status;
      })
      .toBe("completed");
  }
  expect(await nodeOf()).toBe("completed");
}

function play(text: string, definitionText?: string, name = "run.cassette.json") {
  const file = join(folder, name);
  writeFileSync(file, text);
  const definitionFile = join(folder, "pipeline.json");
  if (definitionText !== undefined) writeFileSync(definitionFile, definitionText);
  const lines: string[] = [];
  const isSame = testFiles([file], definitionText === undefined ? null : definitionFile, (line) =>
    lines.push(line.replaceAll(file, "FILE")),
  );
  return { isSame, lines };
}

describe("a run saved as a recording", () => {
  it("plays again without any service, and contains no secret", async () => {
    const runId = await runToItsEnd();
    const calls = [sandbox.stats().requests, sink.requests.length];
    const { fileName, text } = await exportCassette(context, { runId });
    expect(fileName).toBe(`run-${runId}.cassette.json`);
    expect(text).not.toContain(secret);
    expect(JSON.parse(text).nodes.ask.attempts).toMatchObject([{ end: "failed" }, { end: "completed" }]);

    expect(play(text)).toEqual({
      isSame: true,
      lines: ["same       FILE: 2 nodes were answered from the recording"],
    });
    const changed = JSON.stringify(definition("Sing {{ input }}."));
    expect(play(text, changed)).toEqual({
      isSame: false,
      lines: [
        "different  FILE: 2 nodes were answered from the recording",
        '  node "ask" sends another request than the recorded one: config.task',
      ],
    });
    expect([sandbox.stats().requests, sink.requests.length]).toEqual(calls);
  });

  it("plays people's decisions", async () => {
    const nodes: PipelineDefinitionInput["nodes"] = [
      trigger,
      {
        id: "ask",
        type: "wait",
        name: "Ask",
        config: { for: "approval", title: "Go on?", choices: ["go", "stay"] },
      },
      {
        id: "shape",
        type: "transform",
        name: "Shape",
        config: { value: { did: "trigger", by: "input.decidedBy" } },
      },
    ];
    const edges = [
      { id: "e1", from: "start", to: "ask" },
      { id: "e2", from: "ask", to: "shape", condition: "stay" },
    ];
    const pipelineId = await seedPipeline(context, { name: "Decided", nodes, edges });
    const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
    const { runId } = await startRun(context, asked);
    const [wait] = await database.asOwner<{ id: string }>("select id from waits where run_id = $1", [runId]);
    await decideWait(context, { waitId: waitIdSchema.parse(wait?.id), choice: "stay", form: null });
    const { text } = await exportCassette(context, { runId });
    expect(JSON.parse(text).nodes.ask.wait).toMatchObject({ end: "decided", choice: "stay" });
    expect(play(text)).toEqual({
      isSame: true,
      lines: ["same       FILE: 0 nodes were answered from the recording"],
    });
  });

  it("is refused while the run is running, and for a stopped run", async () => {
    const runId = await start("Say it.");
    await expect(exportCassette(context, { runId })).rejects.toMatchObject({ code: "CONFLICT" });
    await cancelRun(context, { runId, reason: "no longer wanted" });
    await expect(exportCassette(context, { runId })).rejects.toThrow("The run is cancelled.");
  });

  it("reports an invalid file with the place of the error", () => {
    expect(() => play("{")).toThrow(/run\.cassette\.json is not JSON/);
    expect(() => play("{}")).toThrow(/"format" must be "penstock-cassette"/);
    expect(() => testFiles([join(folder, "absent.json")], null, () => undefined)).toThrow(
      /absent\.json cannot be read/,
    );
    expect(() => play("{")).toThrow(UsageError);
  });

  it("reports a definition that cannot run in this Penstock", () => {
    const circle = {
      ...definition("Say it."),
      edges: [
        { id: "e1", from: "start", to: "ask" },
        { id: "e2", from: "ask", to: "call" },
        { id: "e3", from: "call", to: "ask" },
      ],
    };
    const { settings, variables, ...rest } = pipelineDefinitionSchema.parse(definition("Say it."));
    const run = {
      id: randomUUID(),
      startedAtMs: 1,
      input: null,
      variables: {},
      status: "completed",
      output: null,
      error: null,
    };
    const recording = { format: "penstock-cassette", version: 1, agents: [], run, nodes: {} };
    const recorded = (own: object) =>
      JSON.stringify({ ...recording, definition: { settings, variables, ...rest, ...own } });
    const cannot = "different  FILE: the definition has errors and cannot run";
    expect(play(recorded({ edges: circle.edges }))).toMatchObject({
      isSame: false,
      lines: [cannot, expect.stringContaining("lead back to where they began")],
    });
  });
});

describe("a test set saved as a file", () => {
  it("plays again without any service, with its verdicts", async () => {
    const runId = await runToItsEnd();
    const saved = { runId, setId: null, name: "Tides", idempotencyKey: randomUUID() };
    const { setId, caseId } = await saveRunAsCase(context, saved);
    const judge = {
      ...{ kind: "judge" as const, of: "nodes.ask.output", model: "sandbox/brief" },
      rubric: "@contains tides",
    };
    await changeTestCase(context, { caseId, fields: { assertions: [judge] } });
    const asked = { setId, version: "draft" as const, baseline: null };
    const unjudged = await exportTestSet(context, asked);
    const { runIds } = await judgeTestSet(context, asked);
    for (const judging of runIds) await runNodes(judging, [judgeNodeId]);
    expect(runIds).toHaveLength(1);
    const { fileName, text } = await exportTestSet(context, asked);
    expect(fileName).toBe(`test-set-${setId}.json`);
    expect(text).not.toContain(secret);

    const calls = [sandbox.stats().requests, sink.requests.length];
    const set = (content: string, definitionText?: string) => play(content, definitionText, "set.json");
    expect(set(text)).toEqual({ isSame: true, lines: ["passed     FILE: Tides"] });
    expect(set(unjudged.text)).toEqual({
      isSame: false,
      lines: ["unjudged   FILE: Tides", "  A judge has not been asked yet."],
    });
    const changed = JSON.stringify(definition("Sing {{ input }}."));
    expect(set(text, changed)).toEqual({
      isSame: false,
      lines: [
        "outdated   FILE: Tides",
        '  Node "ask" sends another request than the recorded one: config.task.',
      ],
    });
    expect([sandbox.stats().requests, sink.requests.length]).toEqual(calls);
  });

  it("can be written by hand in a few lines of YAML, with errors located", () => {
    const yaml = (model: string) => `
format: penstock-test-set
version: 1
name: By hand
cases:
  - name: Says what it was told
    input: { word: tides }
    assertions:
      - { kind: equals, of: output.said, value: tides }
      - { kind: judge, of: output.said, model: ${model}, rubric: It is about the sea. }
`;
    const say = chainOf("Say", [
      trigger,
      { id: "say", type: "transform", name: "Say", config: { value: { said: "input.word" } } },
    ]);
    expect(play(yaml("sandbox/brief"), JSON.stringify(say), "set.yaml").lines).toEqual([
      "unjudged   FILE: Says what it was told",
      "  A judge has not been asked yet.",
    ]);
    expect(() => play(yaml("gpt"), undefined, "set.yaml")).toThrow(/cases\[0\]\.assertions\[1\]\.model/);
    expect(() => play(yaml("sandbox/brief"), undefined, "set.yaml")).toThrow(/has no definition/);
    expect(() => play("a: [", undefined, "set.yml")).toThrow(/is not YAML: .* at line 1/);
  });
});
