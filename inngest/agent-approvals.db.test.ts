import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RunId, WaitId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { createGuardedHttp } from "#providers/http/guarded-http.ts";
import { listMcpTools } from "#providers/mcp/open-mcp.ts";
import { lookUpTool, startMcpStub } from "#providers/mcp/testing/mcp-stub.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { connectMcp } from "#server/services/agents/connect-mcp.ts";
import type { McpDirectory } from "#server/services/agents/mcp-directory.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { listAgentSteps } from "#server/services/runs/reading/list-agent-steps.ts";
import { createSecret } from "#server/services/secrets/create-secret.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { getWait } from "#server/services/waits/get-wait.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";
import { findSumFaults } from "./testing/chaos/find-sum-faults.ts";
import { type HttpSink, startHttpSink } from "./testing/http-sink.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { callLine, questionOn, readSteps, talkingAgent } from "./testing/talking-agent.ts";
import { until } from "./testing/until.ts";
import { WorkerPair } from "./testing/worker-pair.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
let sink: HttpSink;
beforeAll(async () => {
  sink = await startHttpSink(20);
});
afterAll(async () => {
  await stage.close();
  await sink.close();
});

const stepsOf = (runId: RunId) => readSteps(database, runId);
const requestsTo = (path: string) => sink.requests.filter((request) => request.path === path);
/** What became of each call. */
const stands = async (runId: RunId) => {
  const steps = await stepsOf(runId);
  return steps.flatMap(({ tool, status }) => (tool === null ? [] : [`${tool} ${status}`]));
};
const allMine = { mine: true, which: "open", kinds: null, cursor: null, limit: 10 } as const;

describe("an agent whose calls people approve", () => {
  beforeAll(() => stage.spawnWorker().ready);
  afterAll(() => stage.endWorkers());

  const approving = (script: readonly string[], config: JsonObject = {}) =>
    talkingAgent(sink.url, script, { approve: "writes", ...config });
  const decide = (waitId: WaitId, choice: string, note?: string) =>
    decideWait(stage.context, { waitId, choice, form: note === undefined ? null : { note } });

  it("holds nothing while they have not decided, and makes what was approved behind its steps", async () => {
    const script = [
      callLine(1, "look", "free"),
      callLine(1, "act", "yes"),
      callLine(1, "act", "no"),
      callLine(2, "act", "late"),
    ];
    const runId = await stage.start(approving(script));
    const first = await questionOn(stage, runId);
    expect(await readRunFacts(database, runId)).toMatchObject({
      status: "waiting",
      leases: 0,
      attempts: [{ status: "cancelled" }],
    });
    // What needs no approval is not kept waiting.
    expect(await stands(runId)).toEqual(["look completed", "act planned", "act planned"]);
    const seen = await getWait(stage.context, { waitId: first });
    expect(seen).toMatchObject({
      title: "May Talk call act?",
      choices: ["approve", "reject"],
      call: { step: 3, tool: "act", effect: "write", input: { path: "yes" } },
      canDecide: true,
      ahead: [
        { choice: "approve", agents: 1, atMostMicros: null, isSandbox: true },
        { choice: "reject", agents: 1 },
      ],
    });
    expect(seen.costMicros).toBeGreaterThan(0);
    const [asked] = (await listWaits(stage.context, { ...allMine, runId })).waits;
    expect(asked?.waitId).toBe(first);
    const listed = await listAgentSteps(stage.context, { runId, nodeId: "talk", cursor: null, limit: 9 });
    expect(listed.steps.map(({ decision }) => decision)).toEqual([null, null, "asked", null]);
    expect(listed.steps.map(({ waitId }) => waitId)).toEqual([null, null, first, null]);
    // All at the same time, and again: the first answer is the only one.
    const answers = await Promise.all([
      decide(first, "approve"),
      decide(first, "reject"),
      decide(first, "approve"),
    ]);
    const [{ resolution }] = answers;
    expect(answers.map((answer) => answer.resolution)).toEqual([resolution, resolution, resolution]);
    const second = await questionOn(stage, runId, first);
    expect(requestsTo("/act/yes")).toHaveLength(0);
    await decide(second, "reject", "Ask Bo first.");
    const third = await questionOn(stage, runId, second);
    await decide(third, "approve", "Only this once.");
    await stage.ended([runId]);
    const made = resolution === "approve" ? "completed" : "failed";
    expect(await stands(runId)).toEqual(["look completed", `act ${made}`, "act failed", "act completed"]);
    expect(requestsTo("/act/yes")).toHaveLength(resolution === "approve" ? 1 : 0);
    expect(requestsTo("/act/no")).toHaveLength(0);
    expect(requestsTo("/act/late")).toHaveLength(1);
    expect(requestsTo("/look/free")).toHaveLength(1);
    const told = (await stepsOf(runId)).map(({ output }) => String(output?.text ?? ""));
    expect(told[3]).toBe("People have rejected this call: it was not made. They say: Ask Bo first.");
    expect(told[5]).toBe("ok\n\nWhoever approved this call says: Only this once.");
    expect(await findSumFaults(database)).toEqual([]);
    const { steps } = await listAgentSteps(stage.context, { runId, nodeId: "talk", cursor: null, limit: 9 });
    expect(steps.map(({ decision }) => decision)).toEqual([
      null,
      null,
      resolution === "approve" ? "approved" : "rejected",
      "rejected",
      null,
      "approved",
      null,
    ]);
    // A call began when it was made, and not when the model asked for it.
    const { resolvedAtMs } = await getWait(stage.context, { waitId: third });
    expect(steps[5]?.startedAtMs).toBe(Math.floor(resolvedAtMs ?? 0));
    expect(steps.map(({ waitId }) => waitId)).toEqual(steps.map(() => null));
  });

  it.each([
    ["reject", "completed", "act failed"],
    ["fail", "failed", "act failed"],
  ] as const)("says %s when nobody has decided in time", async (onTimeout, status, stand) => {
    const script = [callLine(1, "act", `in-time-${onTimeout}`)];
    const approval = { deadlineSeconds: 1, ...(onTimeout === "fail" ? {} : { onTimeout }) };
    const runId = await stage.start(approving(script, { approval }));
    await stage.ended([runId]);
    expect((await readRunFacts(database, runId)).status).toBe(status);
    expect(await stands(runId)).toEqual([stand]);
    expect(requestsTo(`/act/in-time-${onTimeout}`)).toHaveLength(0);
    const [wait] = (await listWaits(stage.context, { ...allMine, runId, mine: false, which: "ended" })).waits;
    expect(wait).toMatchObject({ ending: "elapsed", kind: "approval" });
  });

  it("no longer asks once its run is stopped, and the database refuses a decision about anything else", async () => {
    const runId = await stage.start(approving([callLine(1, "act", "stopped")]));
    const waitId = await questionOn(stage, runId);
    const change = (set: string) =>
      database.asOwner(`update node_steps set ${set} where run_id = $1 and kind = 'tool'`, [runId]);
    await expect(change("decision = 'approved', decision_hash = 'other'")).rejects.toThrow("decided_check");
    await expect(change("decision = 'approved'")).rejects.toThrow("decided_check");
    await cancelRun(stage.context, { runId, reason: "enough" });
    await stage.ended([runId]);
    await expect(decide(waitId, "approve")).rejects.toThrow("ended before anybody had decided");
    expect(requestsTo("/act/stopped")).toHaveLength(0);
  });
});

describe("an agent with tools of a remote server", () => {
  beforeAll(() => stage.spawnWorker().ready);
  afterAll(() => stage.endWorkers());

  const http = createGuardedHttp({ allowPrivateAddresses: true });
  const mcp: McpDirectory = { listTools: (server, signal) => listMcpTools(http, server, signal) };

  it("connects it, calls what is as it was then, and tells its model of what has changed", async () => {
    const server = await startMcpStub();
    const secret = "the-token-of-the-server";
    try {
      const context = { ...stage.context, ports: { ...stage.context.ports, mcp } };
      await createSecret(context, { name: "MCP", value: secret });
      const headers = { Authorization: "Bearer {{ secrets.MCP }}" };
      server.tools = [{ ...lookUpTool, description: `Looks up with ${secret}.` }];
      expect(await connectMcp(context, { url: server.url, headers })).toMatchObject([
        { name: "look_up", description: "Looks up with ***MCP***." },
      ]);
      server.tools = [lookUpTool];
      const [listed] = await connectMcp(context, {
        url: server.url,
        headers: { ...headers, "X-Run": "{{ run.id }} of {{ run.startedAt }}" },
      });
      expect(server.calls.at(-1)?.headers["x-run"]).toMatch(/^[0-]{36} of \d{4}-\d\d-\d\dT.+Z$/);
      await expect(
        connectMcp(context, { url: server.url, headers: { A: "{{ variables.tone }}" } }),
      ).rejects.toMatchObject({
        code: "INVALID_INPUT",
        message: expect.stringContaining("There is not a run yet"),
      });
      await expect(
        connectMcp(context, { url: server.url, headers: { A: "{{ secrets.NOT_THERE }}" } }),
      ).rejects.toMatchObject({ code: "SECRET_MISSING" });
      const tools = [
        {
          kind: "mcp",
          name: "find",
          tool: "look_up",
          description: "Finds it.",
          effect: "write",
          input: listed?.inputSchema ?? {},
          url: server.url,
          headers: { Authorization: "Bearer plain" },
          pin: listed?.pin ?? "",
        },
      ];
      const script = ['@1 find {"word": "tide"}'];
      const config = { tools, approve: "always" };
      const runId = await stage.start(talkingAgent(sink.url, script, config));
      const waitId = await questionOn(stage, runId);
      expect(server.calls.map(({ method }) => method)).not.toContain("tools/call");
      await decideWait(stage.context, { waitId, choice: "approve", form: null });
      await stage.ended([runId]);
      expect((await stepsOf(runId))[1]).toMatchObject({
        status: "completed",
        output: { text: "look_up says so", isError: false },
      });
      const made = server.calls.filter(({ method }) => method === "tools/call");
      expect(made).toMatchObject([
        {
          params: { name: "look_up", arguments: { word: "tide" } },
          headers: { authorization: "Bearer plain" },
        },
      ]);
      server.tools = [{ ...lookUpTool, inputSchema: { type: "object" } }];
      const later = await stage.start(talkingAgent(sink.url, script, { tools }));
      await stage.ended([later]);
      expect((await stepsOf(later))[1]).toMatchObject({
        status: "failed",
        output: { isError: true, text: expect.stringContaining("has changed its tool") },
      });
      expect(server.calls.filter(({ method }) => method === "tools/call")).toHaveLength(1);
    } finally {
      await server.close();
    }
  });
});

describe("an agent whose calls people approve, and whose workers die", () => {
  afterEach(() => stage.endWorkers());

  it("makes an approved call once, though nobody was running when it was decided, and its worker dies then", async () => {
    const workers = await WorkerPair.start(stage);
    const script = [
      callLine(1, "act", "killed-1"),
      callLine(1, "act", "killed-2"),
      callLine(2, "act", "killed-3"),
    ];
    const runId = await stage.start(talkingAgent(sink.url, script, { approve: "writes" }));
    let before: WaitId | null = null;
    for (const _ of script) {
      const waitId: WaitId = await questionOn(stage, runId, before);
      await workers.standsBy();
      await workers.killActive();
      const vote = { waitId, choice: "approve", form: null };
      const [one, other] = await Promise.all([
        decideWait(stage.context, vote),
        decideWait(stage.context, vote),
      ]);
      expect([one.resolution, other.resolution]).toEqual(["approve", "approve"]);
      before = waitId;
    }
    await stage.ended([runId]);
    expect((await readRunFacts(database, runId)).status).toBe("completed");
    const calls = (await stepsOf(runId)).filter(({ kind }) => kind === "tool");
    for (const [index, { status }] of calls.entries()) {
      expect(["completed", "unknown"]).toContain(status);
      expect(requestsTo(`/act/killed-${index + 1}`).length).toBeLessThanOrEqual(1);
    }
    expect(await findSumFaults(database)).toEqual([]);
  });

  it("never makes an approved call again that was out when its worker died, and asks nobody about it again", async () => {
    const workers = await WorkerPair.start(stage);
    const script = [callLine(1, "act", "out"), callLine(1, "act", "not-wanted")];
    const runId = await stage.start(talkingAgent(`${sink.url}/hold`, script, { approve: "writes" }));
    const first = await questionOn(stage, runId);
    await decideWait(stage.context, { waitId: first, choice: "approve", form: null });
    const second = await questionOn(stage, runId, first);
    await decideWait(stage.context, { waitId: second, choice: "reject", form: null });
    await until(
      async () => requestsTo("/hold/act/out"),
      ({ length }) => length === 1,
    );
    await workers.standsBy();
    await workers.killActive();
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    expect(facts.status).toBe("completed");
    expect(facts.attempts.map(({ status }) => status)).toEqual(["cancelled", "lost", "completed"]);
    expect(await stands(runId)).toEqual(["act unknown", "act failed"]);
    const { steps } = await listAgentSteps(stage.context, { runId, nodeId: "talk", cursor: null, limit: 9 });
    expect(steps.map(({ decision }) => decision)).toEqual([null, "approved", "rejected", null]);
    expect(steps[1]).toMatchObject({ isError: true, text: expect.stringContaining("not known") });
    // Each question stands there once, and the receiver has heard of one call alone.
    const asked = await listWaits(stage.context, { ...allMine, mine: false, which: "ended", runId });
    expect(asked.waits).toHaveLength(2);
    const { waits } = await listWaits(stage.context, { ...allMine, mine: false, runId });
    expect(waits).toEqual([]);
    expect(sink.requests.filter(({ path }) => path.startsWith("/hold/"))).toHaveLength(1);
    expect(await findSumFaults(database)).toEqual([]);
  });
});
