import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { AgentStep } from "#core/run/agent/agent-steps.ts";
import { executeNode } from "#engine/execute-node.ts";
import type { ModelEvent, ToolCall } from "#engine/ports.ts";
import { memoryPorts, memorySteps, usage } from "#engine/testing/memory-ports.ts";
import { answered } from "#engine/testing/send-http.ts";
import { makeAgentNode, taskFor } from "#engine/testing/task.ts";

const never = new AbortController().signal;
const tool = (change: JsonObject = {}): JsonObject => ({
  kind: "http",
  name: "look",
  description: "Looks it up.",
  effect: "read",
  url: "https://api.example/{{ args.id }}",
  ...change,
});
const call = (id: string, name: string, input: Json): ToolCall => ({ id, name, input });

/** A model that says these turns one after another: calls, or a last text. */
function turns(...said: readonly (readonly ToolCall[] | string)[]) {
  const left = [...said];
  return async function* (): AsyncGenerator<ModelEvent> {
    const turn = left.shift() ?? "nothing left to say";
    yield { type: "usage", usage };
    if (typeof turn === "string") yield { type: "text", text: turn };
    else for (const one of turn) yield { type: "tool-call", ...one };
    const reason = typeof turn === "string" ? "end_turn" : "tool_use";
    yield { type: "stop", reason, vendorReason: reason };
  };
}

describe("a talk with tools", () => {
  it("gives back what was called and said, in the order of the calls, whoever answers first", async () => {
    let answers = 0;
    const ports = {
      ...memoryPorts({
        model: turns([call("a", "look", { id: "one" }), call("b", "look", { id: "two" })], "done"),
        // The first call is answered last.
        http: async ({ url }) => {
          if (url.endsWith("/one")) while (answers === 0) await new Promise((next) => setImmediate(next));
          answers += 1;
          return answered({ body: `about ${url.slice(-3)}` });
        },
      }),
      steps: memorySteps(),
    };
    const outcome = await executeNode(taskFor(makeAgentNode({ tools: [tool()] })), ports, never);
    expect(outcome).toMatchObject({ kind: "completed", output: "done", stop: "end_turn", usage: null });
    expect(ports.modelRequests).toHaveLength(2);
    expect(ports.modelRequests[1]?.messages.slice(1)).toEqual([
      {
        role: "assistant",
        text: "",
        calls: [call("a", "look", { id: "one" }), call("b", "look", { id: "two" })],
      },
      {
        role: "tool",
        results: [
          { id: "a", text: "about one", isError: false },
          { id: "b", text: "about two", isError: false },
        ],
      },
    ]);
    expect(ports.steps.turns.map(({ seq, usage: used }) => [seq, used])).toEqual([
      [1, usage],
      [4, usage],
    ]);
  });

  it.each([
    [{}, [true, true]],
    [{ promptCache: "never" }, [false, false]],
  ])("asks its vendor to keep what was said, with %j: %j", async (config, kept) => {
    const ports = {
      ...memoryPorts({
        model: turns([call("a", "look", { id: "one" })], "done"),
        http: async () => answered({ body: "about it" }),
      }),
      steps: memorySteps(),
    };
    await executeNode(taskFor(makeAgentNode({ tools: [tool()], ...config })), ports, never);
    expect(ports.modelRequests.map(({ keepsPrompt = false }) => keepsPrompt)).toEqual(kept);
  });

  it("gives ids to calls that have none, or share one", async () => {
    const ports = {
      ...memoryPorts({ model: turns([call("", "look", {}), call("", "look", {})], "done") }),
      steps: memorySteps(),
    };
    await executeNode(
      taskFor(makeAgentNode({ tools: [tool({ url: "https://api.example/x" })] })),
      ports,
      never,
    );
    expect(ports.steps.turns[0]?.calls.map(({ callId }) => callId)).toEqual(["call_1_1", "call_1_2"]);
  });

  it.each([
    ["a status that refuses", { status: 404, body: "no such page" }, "failed", "status 404.\nno such page"],
    ["a status that says nothing of it", { status: 500, body: "oops" }, "unknown", "not known whether"],
    ["such a status, with that status", { status: 500, body: "oops" }, "unknown", "status 500.\noops"],
  ] as const)("says what came of a call that acts and met %s", async (_name, answer, status, words) => {
    const ports = {
      ...memoryPorts({ model: turns([call("a", "act", {})], "done"), http: async () => answered(answer) }),
      steps: memorySteps(),
    };
    const act = tool({ name: "act", effect: "write", method: "POST", url: "https://api.example/act" });
    await executeNode(taskFor(makeAgentNode({ tools: [act] })), ports, never);
    expect(ports.steps.news.map((one) => one.status)).toEqual(["running", status]);
    expect(ports.steps.news[1]?.answer).toEqual({ text: expect.stringContaining(words), isError: true });
  });

  it("marks no call as begun while a secret of any of them cannot be opened", async () => {
    const ports = {
      ...memoryPorts({ model: turns([call("a", "act", {}), call("b", "look", { id: "x" })], "done") }),
      steps: memorySteps(),
      secrets: { open: () => Promise.reject(new AppError("SECRET_MISSING", "There is no secret ACT.")) },
    };
    const act = { effect: "write", method: "POST", url: "https://api.example/act" };
    const sign = "{{ secrets.ACT }}";
    const tools = [tool({ ...act, name: "act", sign }), tool()];
    const outcome = await executeNode(taskFor(makeAgentNode({ tools })), ports, never);
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "SECRET_MISSING" } });
    expect(outcome).not.toHaveProperty("mayHaveActed");
    expect(ports.steps.news).toEqual([]);
    expect(ports.httpRequests).toEqual([]);
  });

  it("fails for a secret of the wrong form, which no model can put right, and knows that nothing has left", async () => {
    const ports = {
      ...memoryPorts({ model: turns([call("a", "act", {})]) }),
      steps: memorySteps(),
      secrets: { open: async () => new Map([["ACT", "no such secret"]]) },
    };
    const act = { name: "act", effect: "write", method: "POST", url: "https://api.example/act" };
    const tools = [tool({ ...act, sign: "{{ secrets.ACT }}" })];
    const outcome = await executeNode(taskFor(makeAgentNode({ tools })), ports, never);
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "SECRET_MALFORMED" } });
    expect(ports.steps.news.map(({ status }) => status)).toEqual(["running", "failed"]);
    expect(ports.httpRequests).toEqual([]);
  });

  it("lets a tool see its own secrets alone, and masks them", async () => {
    const opened: (readonly string[])[] = [];
    const ports = memoryPorts({
      model: turns([call("a", "look", { id: "x" }), call("b", "open", {})], "done"),
      http: async ({ headers }) => answered({ body: JSON.stringify(headers) }),
    });
    const steps = memorySteps();
    const secrets = {
      open: async (_task: unknown, names: readonly string[]) => {
        opened.push(names);
        return new Map(names.map((name) => [name, `value-of-${name}`]));
      },
    };
    const tools = [
      tool({ headers: { "X-Key": "{{ secrets.LOOK }}" } }),
      tool({ name: "open", url: "https://open.example/", headers: { "X-Key": "{{ secrets.OPEN }}" } }),
    ];
    await executeNode(taskFor(makeAgentNode({ tools })), { ...ports, steps, secrets }, never);
    expect(opened).toEqual([["LOOK"], ["OPEN"]]);
    expect(JSON.stringify(steps)).not.toContain("value-of-");
    expect(steps.news.map(({ answer }) => answer?.text)).toEqual([
      expect.stringContaining("***LOOK***"),
      expect.stringContaining("***OPEN***"),
    ]);
  });

  it("puts an answer right that was rejected, behind all that was said before it", async () => {
    const output = (text: string, calls: readonly { callId: string; name: string; input: Json }[] = []) => ({
      text,
      calls,
      thoughts: [],
      model: "sandbox/brief",
      stop: "end_turn",
      vendorStop: "end_turn",
    });
    const asked = { callId: "a", name: "look", input: { id: "x" } };
    const steps: readonly AgentStep[] = [
      { kind: "model", seq: 1, attempt: 1, status: "completed", output: output("", [asked]), tokens: 5 },
      {
        kind: "tool",
        seq: 2,
        attempt: 1,
        status: "completed",
        effect: "read",
        result: { text: "ok", isError: false },
        requestHash: "h",
        decision: null,
        ...asked,
      },
      {
        kind: "model",
        seq: 3,
        attempt: 1,
        status: "completed",
        output: output("no JSON"),
        tokens: 5,
        isRejected: true,
      },
    ];
    const repair = { answer: "no JSON", fault: "It is not JSON." };
    const change = { attempt: 2, repair, talk: { steps, openTurn: 4 } };
    const ports = { ...memoryPorts({ model: turns('{"a":1}') }), steps: memorySteps() };
    const node = makeAgentNode({ tools: [tool()] }, { outputSchema: { type: "object" } });
    const outcome = await executeNode(taskFor(node, {}, change), ports, never);
    expect(outcome).toMatchObject({ kind: "completed", output: { a: 1 } });
    expect(ports.modelRequests[0]?.messages.map(({ role }) => role)).toEqual([
      "user",
      "assistant",
      "tool",
      "assistant",
      "user",
    ]);
    expect(ports.modelRequests[0]?.messages[3]).toEqual({ role: "assistant", text: "no JSON" });
    expect(ports.steps.turns[0]?.seq).toBe(4);
  });

  it("shows a model no more of an answer than it can use", async () => {
    const ports = {
      ...memoryPorts({
        model: turns([call("a", "look", { id: "x" })], "done"),
        http: async () => answered({ body: "x".repeat(60_000) }),
      }),
      steps: memorySteps(),
    };
    await executeNode(taskFor(makeAgentNode({ tools: [tool()] })), ports, never);
    expect(ports.steps.news[0]?.answer?.text).toMatch(/x\n\[cut here: 10000 more characters\]$/);
  });
});
