import { describe, expect, it } from "vitest";
import { keyEmpty, keyRemoved, missingKeyText, nodeLacksKey, runLacksKeys } from "./key-faults.ts";

describe("what is said where a key is missing", () => {
  it("always says where one is added", () => {
    const uses = [{ nodeId: "draft", provider: "anthropic" as const }];
    const texts = [
      missingKeyText("openai"),
      nodeLacksKey("draft", "anthropic").message,
      ...[runLacksKeys(uses), keyRemoved(), keyEmpty()].map(({ code, message }) => `${code}: ${message}`),
    ];
    for (const text of texts) expect(text).toContain("Add one under Provider keys");
  });

  it("names every node of a run that lacks one, each with its provider", () => {
    const { message, problems } = runLacksKeys([
      { nodeId: "draft", provider: "anthropic" },
      { nodeId: "check", provider: "openai" },
    ]);
    expect(message).toContain("draft, check");
    expect(problems).toMatchObject([
      { code: "KEY_MISSING", nodeId: "draft", message: "Node draft needs a key for anthropic." },
      { code: "KEY_MISSING", nodeId: "check", message: "Node check needs a key for openai." },
    ]);
  });
});
