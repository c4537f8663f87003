import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budgetIdSchema } from "#core/ids.ts";
import { type BudgetStanding, budgetState, missingMicros, weighCall } from "./budget.ts";

const standing: BudgetStanding = {
  budgetId: budgetIdSchema.parse("0197c000-0000-7000-8000-000000000001"),
  windowKey: "2026-11-29",
  scope: "workspace",
  per: "day",
  onLimit: "fail",
  limitMicros: 1_000_000,
  reservedMicros: 200_000,
  settledMicros: 700_000,
  endsAtMs: Date.UTC(2026, 10, 30),
};
const call = { nodeId: "ask", model: "anthropic/claude-haiku-5-5", mostMicros: 150_000 };

function refusalOf(mostMicros: number | null, standings: readonly BudgetStanding[]) {
  const verdict = weighCall({ ...call, mostMicros }, standings);
  return verdict.kind === "fails" ? verdict.error : null;
}

describe("a call under budgets", () => {
  it("is refused, saying what is missing, until when, and who can change that", () => {
    expect(refusalOf(150_000, [standing])).toEqual({
      code: "BUDGET_EXCEEDED",
      nodeId: "ask",
      retryable: false,
      details: { budgetId: standing.budgetId, missingMicros: 50_000, limitMicros: 1_000_000 },
      message:
        'Node "ask" was not run: a call of anthropic/claude-haiku-5-5 may cost up to $0.15, which is $0.05 more than the budget of the workspace per day still allows: $0.70 is spent and $0.20 is reserved for calls in progress of $1.00. It resets at 2026-11-30T00:00:00.000Z. An owner or an admin can raise it under Budgets; or lower maxTokens, or choose a cheaper model.',
    });
  });

  it("is refused where its price is not known, also by one at whose limit calls wait", () => {
    expect(refusalOf(null, [standing])?.message).toContain(
      "the price of anthropic/claude-haiku-5-5 is not known",
    );
    expect(refusalOf(null, [{ ...standing, onLimit: "wait" }])).not.toBeNull();
    expect(refusalOf(null, [])).toBeNull();
  });

  it("waits where that is asked for, until all that lack room begin again", () => {
    const patient = { ...standing, onLimit: "wait" } as const;
    const later = { ...patient, per: "month", endsAtMs: Date.UTC(2026, 11, 1) } as const;
    const waits = {
      kind: "waits",
      title: "Room in the budget of the workspace per day",
      needsMicros: 150_000,
    };
    expect(weighCall(call, [patient])).toEqual({ ...waits, untilMs: patient.endsAtMs });
    expect(weighCall(call, [patient, later])).toEqual({ ...waits, untilMs: later.endsAtMs });
    expect(weighCall(call, [{ ...patient, per: "run", endsAtMs: null }])).toMatchObject({ untilMs: null });
    // Not even the whole of it is enough.
    expect(weighCall(call, [{ ...patient, limitMicros: 100 }])).toMatchObject({ untilMs: null });
    expect(weighCall(call, [patient, standing]).kind).toBe("fails");
    expect(weighCall({ ...call, mostMicros: 100_000 }, [patient]).kind).toBe("fits");
  });

  it("passes exactly where it fits all of them, and the one that lacks most is told", () => {
    const amount = fc.integer({ min: 0, max: 1_000 });
    const any = fc.record({ limitMicros: amount, reservedMicros: amount, settledMicros: amount });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), amount, (some, mostMicros) => {
        const standings = some.map((one) => ({ ...standing, ...one }));
        const lacks = standings.map((one) => missingMicros(one, mostMicros));
        const most = Math.max(0, ...lacks);
        expect(refusalOf(mostMicros, standings)?.details?.missingMicros ?? 0).toBe(most);
      }),
    );
  });
});

it.each([
  [0, 0, 80, "ok"],
  [700_000, 99_999, 80, "ok"],
  [700_000, 100_000, 80, "warned"],
  [1_000_000, 0, 80, "full"],
  [999_999, 0, null, "ok"],
] as const)(
  "with %i spent and %i held, warned at %s, a budget of a dollar is %s",
  (settledMicros, reservedMicros, warnPercent, state) => {
    const window = { settledMicros, reservedMicros };
    expect(budgetState({ limitMicros: 1_000_000, warnPercent, window })).toBe(state);
    expect(budgetState({ limitMicros: 1_000_000, warnPercent, window: null })).toBe("ok");
  },
);
