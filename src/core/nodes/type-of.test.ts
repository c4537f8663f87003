import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { nodeDefinitionSchema } from "#core/pipeline/definition.ts";
import {
  asksModels,
  failureFieldsOf,
  longestWaitMsOf,
  passesInputOn,
  targetOf,
  waysOfWritten,
} from "./type-of.ts";
import { waysOf } from "./ways/ways-of.ts";

const node = (type: string, config: JsonObject = {}) =>
  nodeDefinitionSchema.parse({ id: "it", name: "It", type, config });

const request = node("action", { action: "http.request", url: "https://example.org", path: "orders" });
const decision = node("wait", { for: "approval", title: "Go?", choices: ["yes", "no"] });
const event = node("wait", { for: "event", name: "invoice.paid", deadlineSeconds: 60 });
const cases = [{ label: "large", when: "input > 5" }];

describe("what a type says of its node", () => {
  it.each([
    [node("trigger"), true],
    [node("parallel"), true],
    [node("condition"), true],
    [node("delay", { seconds: 1 }), true],
    [node("wait", { for: "time", seconds: 1 }), true],
    [decision, false],
    [event, false],
    [node("action", { action: "noop" }), true],
    [node("action", { action: "log", message: "x" }), true],
    [node("action", { action: "artifact.save", name: "x" }), false],
    [request, false],
    [node("transform", { value: "input" }), true],
    [node("transform", { value: "[input]" }), false],
    [node("agent", { model: "sandbox/echo", task: "x" }), false],
  ])("%# whether its input goes on as it is: %s", (definition, isPassedOn) => {
    expect(passesInputOn(definition)).toBe(isPassedOn);
  });

  it.each([
    [request, "GET https://example.org/orders"],
    [node("action", { action: "noop" }), "noop"],
    [node("action", { action: "event.send", name: "invoice.paid" }), "event invoice.paid"],
    [node("delay", { seconds: 90 }), "90 s"],
    [decision, "a decision: yes, no"],
    [event, "the event invoice.paid"],
    [node("agent", { model: "sandbox/echo", task: "x" }), null],
    [node("transform", { value: "input" }), null],
  ])("%# what it reaches", (definition, target) => {
    expect(targetOf(definition)).toBe(target);
  });

  it.each([
    [node("condition"), { labels: ["true", "false"], implied: "true" }],
    [node("condition", { cases }), { labels: ["large", "else"], implied: null }],
    [node("parallel"), null],
    [decision, { labels: ["yes", "no"], implied: null }],
    [
      node("wait", { for: "approval", title: "Seen?", choices: ["seen"] }),
      { labels: ["seen"], implied: "seen" },
    ],
    [event, null],
  ])("%# its ways out", (definition, ways) => {
    expect(waysOf(definition)).toEqual(ways);
  });

  it("knows the ways out of a node that is half written, as those of a new one", () => {
    const { id, name, ...written } = decision;
    expect(waysOfWritten(written as JsonObject)?.labels).toEqual(["yes", "no"]);
    expect(waysOfWritten({ type: "condition", config: { cases } })?.implied).toBeNull();
    expect(waysOfWritten({ type: "condition" })).toEqual({ labels: ["true", "false"], implied: "true" });
    expect(waysOfWritten({ type: "condition", config: { condition: "" } })?.implied).toBe("true");
    expect(waysOfWritten({ type: "wait", config: { for: "approval" } })?.labels).toEqual([
      "approve",
      "reject",
    ]);
    for (const type of ["agent", "transform", "unheard-of", 5, null])
      expect(waysOfWritten({ type })).toBeNull();
  });

  it("knows who asks models, who waits, and whose failure says more than code and message", () => {
    expect(asksModels(node("agent", { model: "sandbox/echo", task: "x" }))).toBe(true);
    expect(asksModels(request)).toBe(false);
    expect([node("delay", { seconds: 1.5 }), request, decision, event].map(longestWaitMsOf)).toEqual([
      1_500,
      0,
      null,
      60_000,
    ]);
    expect(failureFieldsOf(request)?.unanswered).toEqual({
      status: 0,
      headers: {},
      body: null,
      bodyCut: false,
    });
    expect(failureFieldsOf(node("action", { action: "noop" }))).toBeNull();
  });
});
