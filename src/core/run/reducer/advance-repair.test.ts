import { describe, expect, it } from "vitest";
import type { ErrorInfo } from "#core/errors.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { RunState } from "../state.ts";
import { decodeRunState, encodeRunState } from "../state-codec.ts";
import { makePlan } from "../testing/make-plan.ts";
import { claim, complete, failure, must, start, step } from "../testing/step-run.ts";

const models = ["anthropic/claude-haiku-5-5", "sandbox/brief"] as const;
const schema = { type: "object", properties: { risk: { type: "string" } } };

function planOf(fields: JsonObject = { outputSchema: schema }) {
  const config = { model: models[0], fallbackModel: models[1], task: "Say it." };
  return makePlan({ ask: { type: "agent", config, retry: { maxRetries: 1 }, ...fields } }, ["start > ask"]);
}

type Fault = Partial<ErrorInfo>;
const unfit: Fault = { code: "OUTPUT_INVALID" };
const unkept: Fault = { code: "OUTPUT_INVALID", retryable: false };
const cut: Fault = { code: "PROVIDER_STREAM_CUT" };
const lost: Fault = { code: "WORKER_LOST" };
const gone: Fault = { code: "MODEL_NOT_FOUND", retryable: false };

/** Which attempt each one is to put right, while they fail so; as another worker reads it from the book. */
function repaired(faults: readonly Fault[], plan = planOf()): readonly (number | null)[] {
  const told: (number | null)[] = [];
  let state: RunState = start(plan).state;
  for (const [index, fault] of faults.entries()) {
    const claimed = claim(plan, state, "ask", index + 1);
    const [line] = claimed.events;
    if (line?.type === "node.started") told.push(line.repairOf ?? null);
    const failed = must(step(plan, claimed.state, failure("ask", fault, index + 1)));
    state = decodeRunState(plan, encodeRunState(plan, failed.state));
    if (state.phases.ask !== "retrying") return told;
  }
  return told;
}

describe("an answer that does not fit its schema", () => {
  it.each<[string, readonly Fault[], readonly (number | null)[]]>([
    [
      "is put right once, which uses up no retry, and then asked for afresh, model by model",
      [unfit, unfit, unfit, unfit, unfit, unfit, unfit],
      [null, 1, null, null, 4, null],
    ],
    ["is put right by the next attempt where one got no answer", [unfit, cut, lost, unfit], [null, 1, 1, 1]],
    ["is put right after an attempt that failed otherwise", [cut, unfit, gone], [null, null, 2]],
    ["is not shown to another model", [unfit, gone, unfit, unfit], [null, 1, null, 3]],
    ["is not shown where it would be the same again", [unkept, unfit], [null]],
  ])("%s", (_name, faults, expected) => {
    expect(repaired(faults)).toEqual(expected);
  });

  it("is asked for afresh where the schema is not about the answer", () => {
    const mapped = planOf({ outputSchema: schema, output: { risk: "output" } });
    expect(repaired([unfit, unfit], mapped)).toEqual([null, null]);
  });

  it("is put right at once, and the node goes on with what came", () => {
    const plan = planOf();
    const first = claim(plan, start(plan).state, "ask").state;
    const failed = must(step(plan, first, failure("ask", unfit)));
    expect(failed.effects).toMatchObject([{ kind: "node.ready", nodeId: "ask", notBeforeMs: 1_000_000 }]);
    const second = claim(plan, failed.state, "ask", 2).state;
    expect(must(step(plan, second, complete("ask", { risk: "low" }, 2))).end).toMatchObject({
      status: "completed",
      output: { risk: "low" },
    });
  });

  it("is not put right in a run that is being stopped", () => {
    const plan = planOf();
    const first = claim(plan, start(plan).state, "ask").state;
    const closing = must(step(plan, first, { kind: "cancel.requested", reason: "Enough." })).state;
    expect(must(step(plan, closing, failure("ask", unfit))).end).toMatchObject({ status: "cancelled" });
  });
});
