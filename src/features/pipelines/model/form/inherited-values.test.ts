import { describe, expect, it } from "vitest";
import { type InheritingNode, inheritedValue, usualWords } from "./inherited-values.ts";

const agents = [{ key: "writer", name: "Writer", model: "sandbox/brief", maxTokens: 800, effort: null }];
const node = (more: Partial<InheritingNode>): InheritingNode => ({
  ...{ type: "agent", config: {}, settings: undefined, agents },
  ...more,
});
const told = (path: string, more: Partial<InheritingNode> = {}) => {
  const found = inheritedValue(path.split("."), node(more));
  return found === null ? null : usualWords(found);
};

describe("an inherited value", () => {
  it("comes from the pipeline's settings, in the field's unit", () => {
    const settings = { maxRetriesPerNode: 5, retryBackoffBase: 0.5 };
    expect(told("retry.maxRetries", { settings })).toBe("Default: 5, from the settings of the pipeline.");
    expect(told("retry.backoffBaseMs", { settings })).toBe(
      "Default: 500, from the settings of the pipeline.",
    );
    expect(told("retry.backoffMaxMs")).toBe("Default: 60,000, from the settings of the pipeline.");
    expect(told("retry.maxRetries", { settings: null })).toBeNull();
    expect(told("retry.maxRetries", { settings: { maxRetriesPerNode: "many" } })).toBeNull();
  });

  it("comes from the named agent", () => {
    const config = { agentId: "writer", task: "Write" };
    expect(told("config.model", { config })).toBe("Default: sandbox/brief, from the agent Writer.");
    expect(told("config.maxTokens", { config })).toBe("Default: 800, from the agent Writer.");
    expect(told("config.effort", { config })).toBeNull();
    expect(told("config.maxTokens", { config: { agentId: "nobody" } })).toBeNull();
    expect(told("config.maxTokens", { config: { model: "sandbox/brief" } })).toBe("Default: 4,096.");
  });

  it("comes from the node type", () => {
    expect(told("timeoutMs")).toBe("Default: 600,000.");
    expect(told("limits.outputBytes", { type: "action" })).toBe("Default: 1,048,576.");
    expect(told("limits.outputBytes", { type: "transform" })).toBeNull();
    expect(told("retry.maxRetries", { type: "call" })).toBe("Default: 0.");
    expect(told("config.task")).toBeNull();
    expect(told("timeoutMs", { type: "unheard of" })).toBeNull();
  });
});
