import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budgetIdSchema, pipelineIdSchema, runIdSchema, waitIdSchema } from "#core/ids.ts";
import {
  chooseReleased,
  isHarder,
  type ParkedCall,
  type WaitBudget,
  whatMakesRoom,
} from "./release-calls.ts";

const uuid = (number: number) => `0197c000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const turnsAtMs = Date.UTC(2026, 11, 1);

function call(number: number, needsMicros: number, fields: Partial<ParkedCall> = {}): ParkedCall {
  const runId = fields.runId ?? runIdSchema.parse(uuid(number + 1_000));
  return {
    waitId: waitIdSchema.parse(uuid(number)),
    runId,
    treeRunId: runId,
    pipelineId: pipelineIdSchema.parse(uuid(number % 3)),
    providerKeyId: null,
    userId: null,
    needsMicros,
    isReleased: false,
    ...fields,
  };
}

function budget(
  limitMicros: number,
  use: { reservedMicros?: number; settledMicros?: number } = {},
  fields: Partial<WaitBudget> = {},
): WaitBudget {
  const of = { reservedMicros: 0, settledMicros: 0, ...use };
  const target = { pipelineId: null, keyId: null, memberId: null, runId: null };
  return {
    budgetId: budgetIdSchema.parse(uuid(9_000)),
    scope: "workspace",
    per: "month",
    ...target,
    limitMicros,
    endsAtMs: turnsAtMs,
    usedBy: () => of,
    ...fields,
  };
}

const idsOf = (calls: readonly ParkedCall[]) => calls.map(({ waitId }) => waitId);

describe("of the calls that wait", () => {
  it("exactly as many go on as fit, the first first", () => {
    const calls = Array.from({ length: 40 }, (_, index) => call(index, 100));
    const { waitIds, againAtMs } = chooseReleased(calls, [budget(1_250, { settledMicros: 500 })]);
    expect(waitIds).toEqual(idsOf(calls.slice(0, 7)));
    expect(againAtMs).toBe(turnsAtMs);
  });

  it("those that were released and have not begun have their part already", () => {
    const calls = [call(1, 100), call(2, 100, { isReleased: true }), call(3, 100)];
    expect(chooseReleased(calls, [budget(250)]).waitIds).toEqual(idsOf(calls.slice(0, 1)));
  });

  it("one that fits as soon as calls under way have ended is not overtaken", () => {
    const calls = [call(1, 900), call(2, 100)];
    expect(chooseReleased(calls, [budget(1_000, { reservedMicros: 500 })]).waitIds).toEqual([]);
  });

  it("one that fits only after the turn, or never, is passed over", () => {
    const calls = [call(1, 900), call(2, 2_000), call(3, 100)];
    expect(chooseReleased(calls, [budget(1_000, { settledMicros: 500 })]).waitIds).toEqual(
      idsOf(calls.slice(2)),
    );
  });

  it("none waits without a budget, and time alone makes no room in the budget of a run", () => {
    const calls = [call(1, 900)];
    expect(chooseReleased(calls, [])).toEqual({ waitIds: idsOf(calls), againAtMs: null });
    const ofRuns = budget(100, {}, { per: "run", endsAtMs: null });
    expect(chooseReleased(calls, [ofRuns])).toEqual({ waitIds: [], againAtMs: null });
  });

  it("names what makes room for each, and says if only people can", () => {
    const monthly = { limitMicros: 100, reservedMicros: 0, settledMicros: 0, endsAtMs: turnsAtMs };
    expect(whatMakesRoom(monthly, 100)).toBe("now");
    expect(whatMakesRoom({ ...monthly, reservedMicros: 1 }, 100)).toBe("calls");
    expect(whatMakesRoom({ ...monthly, settledMicros: 1 }, 100)).toBe("turn");
    expect(whatMakesRoom(monthly, 101)).toBe("raise");
    const ofRun = { ...monthly, endsAtMs: null };
    expect(whatMakesRoom({ ...ofRun, reservedMicros: 1 }, 100)).toBe("calls");
    expect(whatMakesRoom({ ...ofRun, settledMicros: 1 }, 100)).toBe("raise");
    expect(isHarder("raise", "turn") && isHarder("turn", "calls") && !isHarder("now", "now")).toBe(true);
  });

  it("no limit is passed by those that go on, whatever binds them", () => {
    const amount = fc.integer({ min: 0, max: 300 });
    const calls = fc.array(fc.tuple(amount, fc.boolean()), { maxLength: 30 });
    fc.assert(
      fc.property(calls, fc.array(amount, { minLength: 3, maxLength: 3 }), amount, (some, limits, spent) => {
        const parked = some.map(([needs], index) => call(index, needs));
        const pipelines = [0, 1, 2].map((number) =>
          budget(
            limits[number] ?? 0,
            {},
            {
              budgetId: budgetIdSchema.parse(uuid(number + 9_001)),
              scope: "pipeline",
              pipelineId: pipelineIdSchema.parse(uuid(number)),
            },
          ),
        );
        const whole = budget(600, { settledMicros: spent });
        const { waitIds } = chooseReleased(parked, [whole, ...pipelines]);
        const gone = parked.filter(({ waitId }) => waitIds.includes(waitId));
        const sum = (calls: readonly ParkedCall[]) =>
          calls.reduce((total, one) => total + one.needsMicros, 0);
        if (gone.length > 0) expect(sum(gone)).toBeLessThanOrEqual(600 - spent);
        for (const one of pipelines) {
          const own = gone.filter(({ pipelineId }) => pipelineId === one.pipelineId);
          expect(sum(own)).toBeLessThanOrEqual(one.limitMicros);
        }
      }),
    );
  });
});
