import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorInfo } from "#core/errors.ts";
import { chosenModel } from "../agent/chosen-model.ts";
import type { RunState } from "../state.ts";
import { decodeRunState, encodeRunState } from "../state-codec.ts";
import { makePlan } from "../testing/make-plan.ts";
import { claim, complete, failure, must, nowMs, start, step } from "../testing/step-run.ts";

const models = ["anthropic/claude-haiku-5-5", "anthropic/claude-sonnet-5-5", "sandbox/brief"] as const;
const [first, second, third] = models;
const maxRetries = 1;
const plan = makePlan(
  {
    ask: {
      type: "agent",
      config: { model: first, fallbackModel: [second, third], task: "Say it." },
      retry: { maxRetries },
    },
  },
  ["start > ask"],
);
const node = plan.nodeById.get("ask");

type Fault = Partial<ErrorInfo>;
const gone: Fault = { code: "MODEL_NOT_FOUND", retryable: false };
const overloaded: Fault = { code: "PROVIDER_OVERLOADED" };
const cut: Fault = { code: "PROVIDER_STREAM_CUT" };
const refusedKey: Fault = { code: "KEY_INVALID", retryable: false };
const lost: Fault = { code: "WORKER_LOST" };
const cutOff: Fault = { code: "CIRCUIT_OPEN" };
const broke: Fault = { code: "PROVIDER_SPEND_LIMIT", retryable: false };

/**
 * The models that are asked, one attempt after the other, while they fail so; as another worker reads it from the book.
 */
function asked(faults: readonly Fault[]): readonly string[] {
  const told: string[] = [];
  let state: RunState = start(plan).state;
  for (const [index, fault] of faults.entries()) {
    const claimed = claim(plan, state, "ask", index + 1);
    const [line] = claimed.events;
    if (line?.type === "node.started") told.push(line.model ?? "none");
    const failed = must(step(plan, claimed.state, failure("ask", fault, index + 1)));
    state = decodeRunState(plan, encodeRunState(plan, failed.state));
    if (state.phases.ask !== "retrying") return told;
  }
  return told;
}

describe("a node with fallback models", () => {
  it.each<[string, readonly Fault[], readonly string[]]>([
    ["asks the next at once when a model is gone", [gone, gone, gone], [first, second, third]],
    [
      "asks the next at once when a model is overloaded, and retries the last",
      [overloaded, overloaded, overloaded, overloaded],
      [first, second, third, third],
    ],
    [
      "uses up each model's retries with faults that may pass",
      [cut, cut, cut, gone, cut, cut, cut],
      [first, first, second, second, third, third],
    ],
    [
      "asks the next at once behind an open circuit, and waits for the last as often as it may be retried",
      [cutOff, cutOff, cutOff, cutOff],
      [first, second, third, third],
    ],
    [
      "does not count what a circuit refused among the tries of its model",
      [gone, gone, cutOff, cut, cutOff, cut],
      [first, second, third, third, third, third],
    ],
    ["does not hide a key that is refused", [refusedKey], [first]],
    ["does not hide an account without credit", [broke], [first]],
    [
      "stays with its model when its worker is lost",
      [lost, lost, cut, lost, cut, lost, cut],
      [first, first, first, first, first, second, second],
    ],
  ])("%s", (_name, faults, expected) => {
    expect(asked(faults)).toEqual(expected);
  });

  it("does not wait before it asks another model", () => {
    const claimed = claim(plan, start(plan).state, "ask");
    const failed = must(step(plan, claimed.state, failure("ask", overloaded, 1, 60_000)));
    expect(failed.effects).toEqual([{ kind: "node.ready", nodeId: "ask", notBeforeMs: nowMs }]);
    const again = claim(plan, failed.state, "ask", 2);
    expect(must(step(plan, again.state, complete("ask", "well", 2))).end).toMatchObject({ output: "well" });
  });

  it("never goes back to a model, and asks each no more often than its retries allow", () => {
    const faults = fc.array(fc.constantFrom(gone, overloaded, cut, lost, cutOff), { maxLength: 40 });
    fc.assert(
      fc.property(faults, (given) => {
        const told = asked(given);
        const order = told.map((model) => models.indexOf(model as (typeof models)[number]));
        expect(order).toEqual([...order].sort());
        for (const model of models) {
          const failures = told.filter(
            (each, index) => each === model && given[index] !== lost && given[index] !== cutOff,
          );
          expect(failures.length).toBeLessThanOrEqual(maxRetries + 1);
        }
      }),
    );
  });

  it("has no model where the node asks none", () => {
    const trigger = plan.nodeById.get("start");
    const { state } = start(plan);
    expect(trigger && chosenModel(state, trigger)).toBeNull();
    expect(node && chosenModel(state, node)).toBe(first);
  });
});
