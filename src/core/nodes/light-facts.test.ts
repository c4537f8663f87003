import { describe, expect, it } from "vitest";
import { childTypeNames, itemsPolicyOf, typeStartsRuns } from "./child-types.ts";
import { type NodeDefinition, nodeDefinitionSchema, nodeTypes } from "./registry.ts";
import { itemsOf } from "./type-of.ts";
import { waysOf } from "./ways/ways-of.ts";

function aNode(type: string, config: object): NodeDefinition {
  return nodeDefinitionSchema.parse({ id: "work", name: "Work", type, config });
}

const nodes = [
  aNode("condition", {}),
  aNode("condition", { cases: [{ label: "large", when: "input > 10" }] }),
  aNode("delay", { seconds: 1 }),
  aNode("wait", { for: "approval", title: "Send it?", choices: ["send", "drop"] }),
  aNode("wait", { for: "approval", title: "Seen?", choices: ["seen"] }),
  aNode("wait", { for: "time", seconds: 5 }),
  aNode("call", { pipeline: "other" }),
  aNode("map", { items: "input", pipeline: "other" }),
  aNode("map", { items: "input", pipeline: "other", onItemError: "tolerate", toleratedShare: 0.5 }),
  aNode("loop", { pipeline: "other", until: "true", maxPasses: 3 }),
  aNode("parallel", {}),
];

/** A policy, with what its functions answer in their place. */
function told(policy: ReturnType<typeof itemsOf>) {
  return policy === null ? null : { ...policy, tolerates: [0, 10, 1_000].map(policy.tolerates) };
}

/** What the registered type says of a node's ways. */
function registeredWays(node: NodeDefinition) {
  const run = nodeTypes.find(({ type }) => type === node.type)?.run;
  return run !== undefined && "ways" in run ? (run.ways as (config: unknown) => unknown)(node.config) : null;
}

describe("what pages know of node types without the registry", () => {
  it("is which of them start runs", () => {
    const children = nodeTypes.filter(({ run }) => run.kind === "child").map(({ type }) => type);
    expect(childTypeNames).toEqual(children);
    expect(nodeTypes.map(({ type }) => type).filter(typeStartsRuns)).toEqual(children);
  });

  it.each(nodes)("is how $type works through a list", (node) => {
    expect(told(itemsPolicyOf(node))).toEqual(told(itemsOf(node)));
  });

  it.each(nodes)("is which ways out of $type there are", (node) => {
    expect(waysOf(node)).toEqual(registeredWays(node));
  });
});
