import { expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { makePlan } from "#core/run/testing/make-plan.ts";
import { talkBounds } from "./talk-bound.ts";

const agent = (name: string, config: JsonObject, limits?: JsonObject) => ({
  type: "agent",
  name,
  config: { model: "sandbox/echo", task: "Go", ...config },
  ...(limits === undefined ? {} : { limits }),
});
const tools = [
  { kind: "http", name: "look", description: "Looks.", effect: "read", url: "https://api.example/" },
];

it("explains the maximum of an agent with tools, unless it has a limit of its own", () => {
  const plan = makePlan(
    {
      free: agent("Free", { tools }),
      short: agent("Short", { tools, maxTurns: 1, maxToolCalls: 1 }),
      bound: agent("Bound", { tools }, { costMicros: 5 }),
      plain: agent("Plain", {}),
    },
    ["start > free", "free > short", "short > bound", "bound > plain"],
  );
  expect(talkBounds(plan)).toEqual([
    expect.stringMatching(/^Free: 20 turns, each of which reads the answers of 50 calls again, 50,000 char/),
    expect.stringMatching(/^Short: 1 turn, which reads the answer of 1 call again/),
  ]);
});
