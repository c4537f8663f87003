import { describe, expect, it } from "vitest";
import { executeNode } from "#engine/execute-node.ts";
import type { ModelEvent } from "#engine/ports.ts";
import { memoryPorts, says, usage } from "#engine/testing/memory-ports.ts";
import { makeAgentNode, nodesOf, taskFor } from "#engine/testing/task.ts";

const never = new AbortController().signal;
const schema = { type: "object", properties: { risk: { enum: ["low", "high"] } }, required: ["risk"] };

describe("an agent", () => {
  it("is asked with its templates rendered, once each", async () => {
    const ports = memoryPorts();
    const config = {
      model: "anthropic/claude-haiku-5-5",
      instructions: "You know {{topic}}.",
      task: "About {{ input }} and {{ nodes.start.output }}",
      maxTokens: 77,
      temperature: 0.5,
      effort: "low",
    };
    const scope = { input: "{{ variables.topic }}", nodes: nodesOf({ start: "tea" }) };
    await executeNode(taskFor(makeAgentNode(config), scope), ports, never);
    expect(ports.opened).toEqual(["anthropic/claude-haiku-5-5"]);
    expect(ports.modelRequests).toEqual([
      {
        model: "claude-haiku-5-5",
        system: "You know tides.",
        messages: [{ role: "user", text: "About {{ variables.topic }} and tea" }],
        maxTokens: 77,
        temperature: 0.5,
        effort: "low",
        endUserId: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
  });

  it("has one name for all attempts of a node run, and another for each node run", async () => {
    const ports = memoryPorts();
    const task = taskFor(makeAgentNode());
    for (const change of [{}, { attempt: 2 }, { nodeId: "another" }])
      await executeNode({ ...task, ...change }, ports, never);
    const [first, second, other] = ports.modelRequests.map((request) => request.endUserId);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it("hands its text on piece by piece", async () => {
    const ports = memoryPorts({ model: () => says(["one ", "two ", "three"]) });
    await executeNode(taskFor(makeAgentNode()), ports, never);
    expect(ports.written).toEqual(["one ", "two ", "three"]);
  });

  it.each([
    ["plain", '{"risk":"low"}'],
    ["as code", '```json\n{"risk":"low"}\n```'],
    ["with space around", '\n {"risk":"low"} \n'],
  ])("returns JSON that came %s when a schema asks for it", async (_name, text) => {
    const ports = memoryPorts({ model: () => says(text) });
    const outcome = await executeNode(taskFor(makeAgentNode({}, { outputSchema: schema })), ports, never);
    expect(outcome).toMatchObject({ kind: "completed", output: { risk: "low" } });
    expect(ports.modelRequests[0]?.outputSchema).toEqual(schema);
  });

  it("answers in text where a mapping makes the value that the schema is about", async () => {
    const ports = memoryPorts({ model: () => says("low") });
    const fields = { outputSchema: schema, output: { risk: "output" } };
    const outcome = await executeNode(taskFor(makeAgentNode({}, fields)), ports, never);
    expect(outcome).toMatchObject({ kind: "completed", output: { risk: "low" } });
    expect(ports.modelRequests[0]).not.toHaveProperty("outputSchema");
  });

  it.each([
    ["no JSON", "I think it is low.", "JSON"],
    ["JSON of another shape", '{"risk":"none"}', "risk must be one of"],
  ])("fails with %s, and may be tried again", async (_name, text, words) => {
    const ports = memoryPorts({ model: () => says(text) });
    const outcome = await executeNode(taskFor(makeAgentNode({}, { outputSchema: schema })), ports, never);
    expect(outcome).toMatchObject({
      kind: "failed",
      error: { code: "OUTPUT_INVALID", retryable: true, message: expect.stringContaining(words) },
      usage,
      text,
    });
  });

  it("is shown an answer that did not fit, and what is wrong with it", async () => {
    const ports = memoryPorts({ model: () => says('{"risk":"low"}') });
    const repair = { answer: '{"risk":"none"}', fault: "risk must be one of low, high." };
    const task = taskFor(makeAgentNode({}, { outputSchema: schema }), {}, { attempt: 2, repair });
    expect(await executeNode(task, ports, never)).toMatchObject({ output: { risk: "low" } });
    expect(ports.modelRequests[0]?.messages).toEqual([
      { role: "user", text: "Write: the sea" },
      { role: "assistant", text: repair.answer },
      { role: "user", text: expect.stringContaining(repair.fault) },
    ]);
  });

  it.each([
    ["too deep", `{"a":${"[".repeat(70)}${"]".repeat(70)}}`, {}, "more than 64 levels"],
    ["too many", `{"risk":[${"1,".repeat(210_000)}1]}`, {}, "risk: it has more than 200,000 elements"],
    [
      "too long a number for its schema",
      '{"n":9007199254740993}',
      { n: { type: "integer" } },
      "9007199254740993",
    ],
  ])("is not asked again for JSON with %s", async (_name, text, properties, words) => {
    const outputSchema = { type: "object", properties };
    const outcome = await executeNode(
      taskFor(makeAgentNode({}, { outputSchema })),
      memoryPorts({ model: () => says(text) }),
      never,
    );
    const message = expect.stringContaining(words);
    expect(outcome).toMatchObject({ error: { code: "OUTPUT_INVALID", retryable: false, message } });
  });

  it.each([
    ["an escaped NUL and half a character", '{"a\\u0000":"\\ud800"}', { "a\ufffd": "\ufffd" }],
    ["keys that objects answer to", '{"constructor":1,"__proto__":{"a":2}}', null],
    ["a number with too many digits", '{"id":9007199254740993}', { id: "9007199254740993" }],
  ])("keeps JSON with %s", async (_name, text, output) => {
    const outcome = await executeNode(
      taskFor(makeAgentNode({}, { outputSchema: { type: "object" } })),
      memoryPorts({ model: () => says(text) }),
      never,
    );
    const wanted = output === null ? text : JSON.stringify(output);
    expect(outcome.kind === "completed" && JSON.stringify(outcome.output)).toBe(wanted);
  });

  it.each([
    ["end_turn", "completed", null],
    ["stop_sequence", "completed", null],
    ["max_tokens", "completed", null],
    ["other", "completed", null],
    ["refusal", "failed", "PROVIDER_REFUSED"],
    ["context_window_exceeded", "failed", "PROVIDER_REFUSED"],
    ["tool_use", "failed", "OUTPUT_INVALID"],
    ["pause_turn", "failed", "OUTPUT_INVALID"],
  ] as const)("that stops with %s has %s", async (reason, kind, code) => {
    const outcome = await executeNode(
      taskFor(makeAgentNode()),
      memoryPorts({ model: () => says("text", reason) }),
      never,
    );
    expect(outcome).toMatchObject({
      kind,
      usage,
      stop: reason,
      ...(code === null ? { output: "text" } : { error: { code, retryable: false }, text: "text" }),
    });
  });

  it("tells an unknown reason in the vendor's own word", async () => {
    const model = async function* (): AsyncGenerator<ModelEvent> {
      yield { type: "text", text: "half" };
      yield { type: "stop", reason: "other", vendorReason: "a_reason_of_2030" };
    };
    const outcome = await executeNode(taskFor(makeAgentNode()), memoryPorts({ model }), never);
    expect(outcome).toMatchObject({ kind: "completed", output: "half", stop: "a_reason_of_2030" });
  });

  it.each([
    ["no text", [], "end_turn", "(end_turn) without any text"],
    ["an empty text", [""], "stop_sequence", "(stop_sequence) without any text"],
    ["spaces", [" \n", "\t"], "end_turn", "without any text"],
    ["no text but a reason nobody knows", [], "other", "without any text"],
    ["only thinking", [], "max_tokens", "used all its 4096 output tokens before it wrote any text"],
  ] as const)(
    "that answers with %s has failed, once, unless that is right",
    async (_name, text, reason, words) => {
      const world = { model: () => says([...text], reason) };
      expect(await executeNode(taskFor(makeAgentNode()), memoryPorts(world), never)).toMatchObject({
        kind: "failed",
        error: { code: "OUTPUT_EMPTY", retryable: false, message: expect.stringContaining(words) },
        usage,
      });
      const kept = await executeNode(taskFor(makeAgentNode({ onEmpty: "keep" })), memoryPorts(world), never);
      expect(kept).toMatchObject({ kind: "completed", output: text.join(""), stop: reason });
      const asked = taskFor(makeAgentNode({ onEmpty: "keep" }, { outputSchema: schema }));
      expect(await executeNode(asked, memoryPorts(world), never)).toMatchObject({
        error: { code: "OUTPUT_EMPTY" },
      });
    },
  );

  it("is not called when its task is empty or cannot be rendered", async () => {
    const ports = memoryPorts();
    const empty = await executeNode(
      taskFor(makeAgentNode({ task: "{{ input }}" }), { input: "  " }),
      ports,
      never,
    );
    expect(empty).toMatchObject({ error: { code: "INVALID_INPUT" } });
    const broken = await executeNode(taskFor(makeAgentNode({ task: "{{ input.a.b }}" })), ports, never);
    expect(broken).toMatchObject({ error: { code: "EXPRESSION_FAILED", nodeId: "work" } });
    expect(ports.modelRequests).toEqual([]);
  });

  it("is cut off by one piece that is too much, before any of it is kept, and pays for it", async () => {
    const ports = memoryPorts({ model: () => says(["a start ", "é".repeat(600)]) });
    const task = taskFor(makeAgentNode({}, { limits: { outputBytes: 1_000 } }));
    const outcome = await executeNode(task, ports, never);
    expect(outcome).toMatchObject({
      error: { code: "OUTPUT_TOO_LARGE", retryable: false },
      text: "a start ",
    });
    expect(ports.written).toEqual(["a start "]);
  });

  it("is cut off when it says too much, and its stream is closed", async () => {
    let closed = false;
    const model = async function* (): AsyncGenerator<ModelEvent> {
      try {
        for (;;) yield { type: "text", text: "x".repeat(100) };
      } finally {
        closed = true;
      }
    };
    const task = taskFor(makeAgentNode({}, { limits: { outputBytes: 1_000 } }));
    const outcome = await executeNode(task, memoryPorts({ model }), never);
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "OUTPUT_TOO_LARGE", retryable: false } });
    expect(closed).toBe(true);
  });
});
