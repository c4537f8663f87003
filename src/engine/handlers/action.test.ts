import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import { executeNode } from "#engine/execute-node.ts";
import { memoryPorts } from "#engine/testing/memory-ports.ts";
import { makeActionNode, taskFor } from "#engine/testing/task.ts";

const never = new AbortController().signal;

describe("artifact.save", () => {
  it("leaves its content behind and names it", async () => {
    const config = { action: "artifact.save", name: "{{topic}}.md", content: "# {{ input }}" };
    const outcome = await executeNode(taskFor(makeActionNode(config)), memoryPorts(), never);
    expect(outcome).toMatchObject({
      kind: "completed",
      output: { name: "tides.md", mediaType: "text/markdown", bytes: 9 },
      artifacts: [{ name: "tides.md", mediaType: "text/markdown", content: "# the sea", encoding: "text" }],
    });
  });

  it.each([
    ["../../etc/passwd", "-..-etc-passwd"],
    ["a\u202etxt.exe", "atxt.exe"],
    ["a\r\nb\0c", "ab\ufffdc"],
  ])("keeps the name %j a name", async (name, expected) => {
    const config = { action: "artifact.save", name: "{{ input }}", content: "x" };
    const outcome = await executeNode(taskFor(makeActionNode(config), { input: name }), memoryPorts(), never);
    expect(outcome).toMatchObject({ artifacts: [{ name: expected }] });
  });

  it("saves bytes as these bytes, and counts them", async () => {
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]);
    const input = { base64: bytes.toString("base64"), mediaType: "image/png", bytes: 6 };
    const save = (more: object, limits = {}) => {
      const node = makeActionNode({ action: "artifact.save", name: "a.png", ...more }, { limits });
      return executeNode(taskFor(node, { input }), memoryPorts(), never);
    };
    const file = { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: 6 };
    const content = { content: "", encoding: "base64", file };
    expect(await save({}, { outputBytes: 60 })).toMatchObject({
      output: { name: "a.png", mediaType: "image/png", bytes: 6 },
      artifacts: [{ mediaType: "image/png", ...content }],
    });
    expect(await save({ mediaType: "image/x-png" })).toMatchObject({
      artifacts: [{ mediaType: "image/x-png", ...content }],
    });
    expect(await save({ content: "It is {{ input.bytes }} bytes." })).toMatchObject({
      artifacts: [{ mediaType: "text/markdown", content: "It is 6 bytes.", encoding: "text" }],
    });
    expect(await save({}, { outputBytes: 5 })).toMatchObject({ error: { code: "OUTPUT_TOO_LARGE" } });
  });

  it("puts long text into the store, and takes a file from there whatever the node may put out", async () => {
    const ports = memoryPorts();
    const text = "x".repeat(70_000);
    const long = await executeNode(
      taskFor(makeActionNode({ action: "artifact.save", name: "n" }), { input: text }),
      ports,
      never,
    );
    expect(long).toMatchObject({ artifacts: [{ content: "", encoding: "text", file: { bytes: 70_000 } }] });
    const task = taskFor(
      makeActionNode({ action: "artifact.save", name: "n" }, { limits: { outputBytes: 200 } }),
    );
    const ref = await ports.files.keep(task, Buffer.from(text), "text/csv");
    const again = await executeNode({ ...task, scope: { ...task.scope, input: { ...ref } } }, ports, never);
    expect(again).toMatchObject({
      output: { mediaType: "text/csv", bytes: 70_000 },
      artifacts: [{ encoding: "base64", file: { bytes: 70_000 } }],
    });
  });

  it("refuses an empty name and too much content", async () => {
    const empty = makeActionNode({ action: "artifact.save", name: "{{ input }}" });
    expect(await executeNode(taskFor(empty, { input: " .. " }), memoryPorts(), never)).toMatchObject({
      error: { code: "INVALID_INPUT" },
    });
    const large = makeActionNode({ action: "artifact.save", name: "n" }, { limits: { outputBytes: 100 } });
    expect(await executeNode(taskFor(large, { input: "x".repeat(101) }), memoryPorts(), never)).toMatchObject(
      {
        error: { code: "OUTPUT_TOO_LARGE" },
      },
    );
  });
});

describe("event.send", () => {
  const config = {
    action: "event.send",
    name: "invoice.paid",
    data: { amount: "{{ input.n }}", of: "{{ topic }}" },
  };
  const task = (change = {}) => taskFor(makeActionNode(config), { input: { n: 3 } }, change);

  it("sends its data with their types, under one key for all tries of the node", async () => {
    const ports = memoryPorts();
    const outcome = await executeNode(task(), ports, never);
    expect(outcome).toMatchObject({ kind: "completed", output: { eventId: expect.any(String), matched: 0 } });
    await executeNode(task({ attempt: 2, leaseToken: "another" }), ports, never);
    await executeNode(task({ nodeId: "another" }), ports, never);
    expect(ports.events.sent[0]).toMatchObject({ name: "invoice.paid", data: { amount: 3, of: "tides" } });
    const keys = ports.events.sent.map(({ key }) => key);
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(2);
  });

  it("sends its input where it says nothing of data, and not what cannot be the input of a run", async () => {
    const ports = memoryPorts();
    const node = makeActionNode({ action: "event.send", name: "told" });
    await executeNode(taskFor(node, { input: { words: ["a"] } }), ports, never);
    expect(ports.events.sent).toMatchObject([{ data: { words: ["a"] } }]);
    const large = await executeNode(taskFor(node, { input: "x".repeat(1_048_577) }), ports, never);
    expect(large).toMatchObject({
      error: { code: "PAYLOAD_TOO_LARGE", message: expect.stringContaining('of node "work" cannot be sent') },
    });
    expect(ports.events.sent).toHaveLength(1);
  });

  it.each([
    ["refused for good, it has not acted", new AppError("CONFLICT", "Too long a chain."), undefined],
    ["cut off, nobody knows", new AppError("DATABASE_UNAVAILABLE", "Gone."), true],
  ])("%s", async (_case, error, mayHaveActed) => {
    const ports = { ...memoryPorts(), events: { send: () => Promise.reject(error) } };
    const outcome = await executeNode(task(), ports, never);
    expect(outcome).toMatchObject({ kind: "failed", error: { code: error.code } });
    expect("mayHaveActed" in outcome ? outcome.mayHaveActed : undefined).toBe(mayHaveActed);
  });
});

describe("log and noop", () => {
  it("hand their input on", async () => {
    const ports = memoryPorts();
    const log = taskFor(makeActionNode({ action: "log", message: "saw {{ input.n }}" }), { input: { n: 3 } });
    expect(await executeNode(log, ports, never)).toMatchObject({ kind: "completed", output: { n: 3 } });
    expect(ports.lines).toEqual([
      {
        level: "info",
        message: "a pipeline wrote a line",
        fields: expect.objectContaining({ message: "saw 3" }),
      },
    ]);
    const noop = taskFor(makeActionNode({ action: "noop" }), { input: [1, 2] });
    expect(await executeNode(noop, ports, never)).toMatchObject({
      kind: "completed",
      output: [1, 2],
      usage: null,
    });
  });
});
