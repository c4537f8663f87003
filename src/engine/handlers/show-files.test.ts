import { expect, it } from "vitest";
import { keepBytes } from "#core/http/kept-bytes.ts";
import { executeNode } from "#engine/execute-node.ts";
import type { ModelPort } from "#engine/ports.ts";
import { memoryPorts, says } from "#engine/testing/memory-ports.ts";
import { makeAgentNode, taskFor } from "#engine/testing/task.ts";

const never = new AbortController().signal;
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const png = { ...keepBytes(bytesOf("\x89PNG\r\n\x1a\n"), "image/png") };
const pdf = { ...keepBytes(bytesOf("%PDF-1.7"), "application/pdf") };

/** A model that counts as many tokens as it is told to. */
function countingPorts(tokens: number) {
  const ports = memoryPorts({ model: () => says("seen") });
  const open: typeof ports.models.open = async (task, ref) => {
    const model: ModelPort = await ports.models.open(task, ref);
    return { ...model, countTokens: async () => tokens };
  };
  return { ...ports, models: { open } };
}

it("shows a picture beside the task, without counting it first", async () => {
  const ports = memoryPorts();
  const task = taskFor(makeAgentNode({ task: "Look.", files: "input.photo" }), { input: { photo: png } });
  expect(await executeNode(task, ports, never)).toMatchObject({ kind: "completed" });
  expect(ports.modelRequests[0]?.messages).toEqual([{ role: "user", text: "Look.", files: [png] }]);
});

it("shows a file from the store as its bytes, and none that is not what the run calls it", async () => {
  const ports = memoryPorts();
  const look = (photo: object) =>
    executeNode(
      taskFor(makeAgentNode({ task: "Look.", files: "input.photo" }), { input: { photo: { ...photo } } }),
      ports,
      never,
    );
  const task = taskFor(makeAgentNode({ task: "Look." }));
  const ref = await ports.files.keep(task, bytesOf("\x89PNG\r\n\x1a\n"), "image/png");
  expect(await look({ ...ref, name: "a.png" })).toMatchObject({ kind: "completed" });
  expect(ports.modelRequests[0]?.messages).toEqual([{ role: "user", text: "Look.", files: [png] }]);
  expect(await look({ ...ref, mediaType: "application/pdf" })).toMatchObject({
    error: { code: "EXPRESSION_FAILED", message: expect.stringContaining("is not a PDF") },
    usage: null,
  });
  const unknown = { ...ref, file: `sha256:${"0".repeat(64)}` };
  expect(await look(unknown)).toMatchObject({ error: { code: "NOT_FOUND" }, usage: null });
  expect(ports.modelRequests).toHaveLength(1);
});

it("fails before it calls where something is not a file, and says what", async () => {
  const ports = memoryPorts();
  const task = taskFor(makeAgentNode({ task: "Look.", files: ["input"] }), { input: "photo" });
  expect(await executeNode(task, ports, never)).toMatchObject({
    kind: "failed",
    error: {
      code: "EXPRESSION_FAILED",
      retryable: false,
      message: expect.stringMatching(/files\[0\].*it is not a file/s),
    },
    usage: null,
  });
  expect(ports.modelRequests).toEqual([]);
});

it.each([
  [100_000, { kind: "completed", output: "seen" }, 1],
  [200_000, { kind: "failed", error: { code: "INVALID_INPUT", retryable: false }, usage: null }, 0],
] as const)("has a PDF counted by its vendor first: %s tokens", async (tokens, outcome, calls) => {
  const ports = countingPorts(tokens);
  const task = taskFor(makeAgentNode({ task: "Read.", files: "input" }), { input: pdf });
  expect(await executeNode(task, ports, never)).toMatchObject(outcome);
  expect(ports.modelRequests).toHaveLength(calls);
  expect(ports.leavings).toHaveLength(calls);
});
