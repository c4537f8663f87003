import { expect, it } from "vitest";
import { nodeDefinitionSchema } from "#core/nodes/registry.ts";
import { mayActAgain } from "./acts-outside.ts";

const look = { kind: "pipeline", name: "look", description: "Looks.", effect: "read", pipeline: "leaf" };
const acts = (type: string, config: object) =>
  mayActAgain({ definition: nodeDefinitionSchema.parse({ id: "one", type, name: "One", config }) });
const agent = (tools: readonly object[]) => acts("agent", { model: "sandbox/brief", task: "Go", tools });

it("says of an agent that it may act again where one of its tools acts", () => {
  expect(agent([look])).toBe(false);
  expect(agent([look, { ...look, name: "note", effect: "write" }])).toBe(true);
  expect(acts("agent", { model: "sandbox/brief", task: "Go" })).toBe(false);
});

it("says of an action that it acts again where that is seen outside", () => {
  expect(acts("action", { action: "http.request", url: "https://example.com" })).toBe(true);
  expect(acts("action", { action: "log", message: "seen" })).toBe(false);
  expect(acts("transform", { value: "input" })).toBe(false);
});
