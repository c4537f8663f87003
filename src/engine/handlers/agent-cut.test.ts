import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { executeNode } from "#engine/execute-node.ts";
import { memoryPorts, says, usage } from "#engine/testing/memory-ports.ts";
import { makeAgentNode, taskFor } from "#engine/testing/task.ts";

const never = new AbortController().signal;
const cut = { kind: "completed", output: "half a tex", stop: "max_tokens", usage };
const failed = {
  kind: "failed",
  error: { code: "OUTPUT_CUT", retryable: false, message: expect.stringContaining("4,096 output tokens") },
  text: "half a tex",
  stop: "max_tokens",
  usage,
};

/** An agent whose answer is cut, with ways out of it that carry these conditions. */
async function askCut(config: JsonObject, ways: readonly (string | null)[], fields: JsonObject = {}) {
  const task = taskFor(makeAgentNode(config, fields));
  const outgoing = ways.map((condition, index) => ({ id: `e${index}`, from: "work", to: "next", condition }));
  const ports = memoryPorts({ model: () => says("half a tex", "max_tokens") });
  return executeNode({ ...task, node: { ...task.node, outgoing } }, ports, never);
}

describe("an answer that was cut at maxTokens", () => {
  it.each([
    ["fails, with what was said and paid, where a node would go on with it", {}, [null], failed],
    ["is kept where nothing follows", {}, [], cut],
    ["is kept where only its failure is followed", {}, ["error"], cut],
    ["is kept where its author says so", { onCut: "keep" }, [null], cut],
    ["fails where its author says so", { onCut: "fail" }, [], failed],
  ] as const)("%s", async (_name, config, ways, outcome) => {
    expect(await askCut(config, ways)).toMatchObject(outcome);
  });

  it("is never JSON", async () => {
    const asked = { outputSchema: { type: "object" } };
    expect(await askCut({ onCut: "keep" }, [], asked)).toMatchObject({
      error: { code: "OUTPUT_CUT", retryable: false, message: expect.stringContaining("Raise maxTokens") },
    });
  });
});
