import { expect, it } from "vitest";
import { executeNode } from "#engine/execute-node.ts";
import { memoryPorts } from "#engine/testing/memory-ports.ts";
import { makeAgentNode, taskFor } from "#engine/testing/task.ts";

const never = new AbortController().signal;

it.each([
  ["the same instructions in a run among others", { instructions: "Be brief." }, true, true],
  ["instructions of a run by itself", { instructions: "Be brief." }, false, false],
  ["instructions that differ", { instructions: "Be brief about {{ input }}." }, true, false],
  ["no instructions", {}, true, false],
  ["what its author wants kept", { instructions: "About {{ topic }}.", promptCache: "always" }, false, true],
  ["what its author wants forgotten", { instructions: "Be brief.", promptCache: "never" }, true, false],
] as const)("asks the vendor to keep %s: %s in a child: %s, %s", async (_name, config, isChild, keeps) => {
  const ports = memoryPorts();
  await executeNode(taskFor(makeAgentNode(config), {}, isChild ? { isChild } : {}), ports, never);
  expect(ports.modelRequests[0]?.keepsPrompt ?? false).toBe(keeps);
});
