import { expect, it } from "vitest";
import { makePlan, noop } from "../testing/make-plan.ts";
import { priceAhead } from "./price-ahead.ts";

const agent = (model: string, costMicros?: number) => ({
  type: "agent",
  config: { model, task: "Say it." },
  ...(costMicros === undefined ? {} : { limits: { costMicros } }),
});

it("says of each choice what its agents may cost at most, and where that is not known", () => {
  const plan = makePlan(
    {
      go: { type: "wait", config: { for: "approval", title: "Go?", choices: ["much", "little", "nothing"] } },
      one: agent("anthropic/claude-sonnet-4-5", 300),
      two: agent("sandbox/brief", 50),
      three: agent("sandbox/brief"),
      end: noop,
    },
    ["start > go", "go > one : much", "one > two", "go > three : little", "go > end : nothing"],
  );
  expect(priceAhead(plan, "go", ["much", "little", "nothing"])).toEqual([
    { choice: "much", agents: 2, atLeastMicros: 0, atMostMicros: 350, isSandbox: false },
    { choice: "little", agents: 1, atLeastMicros: 0, atMostMicros: null, isSandbox: true },
    { choice: "nothing", agents: 0, atLeastMicros: 0, atMostMicros: 0, isSandbox: false },
  ]);
  expect(priceAhead(plan, "nobody", ["much"])).toEqual([]);
});

it("counts an agent that asks about a call of its tool with what its limit leaves, and all that follows", () => {
  const plan = makePlan({ ask: agent("sandbox/echo", 100), more: agent("sandbox/brief", 50) }, [
    "start > ask",
    "ask > more",
  ]);
  const [approve, reject] = priceAhead(plan, "ask", ["approve", "reject"], 30);
  expect(approve).toEqual({
    choice: "approve",
    agents: 2,
    atLeastMicros: 0,
    atMostMicros: 120,
    isSandbox: true,
  });
  expect(reject).toEqual({ ...approve, choice: "reject" });
});
