import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admit, type Circuit, closedCircuit, failuresToOpen, hear, openMs, probeWaitMs } from "./circuit.ts";
import { type CircuitVerdict, circuitVerdictOf } from "./verdict.ts";

const nowMs = 1_000_000;
const verdicts = ["answered", "down", "refused", "unsaid"] as const;
const by = (name: string, atMs = nowMs) => ({ name, nowMs: atMs });

function heard(given: readonly CircuitVerdict[], from: Circuit = closedCircuit): Circuit {
  return given.reduce((circuit, verdict, index) => hear(circuit, by(`call ${index}`), verdict), from);
}

interface World {
  readonly circuit: Circuit;
  readonly atMs: number;
  /** Who was let through and has not ended. */
  readonly probe: string | null;
}

function ask(world: World, who: string): World {
  const admission = admit(world.circuit, by(who, world.atMs), world.probe !== null);
  if (admission.kind !== "probe") return world;
  expect(world.probe).toBeNull();
  return { ...world, circuit: admission.circuit, probe: who };
}

function tell(world: World, who: string, verdict: CircuitVerdict): World {
  const circuit = hear(world.circuit, by(who, world.atMs), verdict);
  if (circuit !== world.circuit) expect(who).toBe(world.probe);
  return { ...world, circuit, probe: who === world.probe ? null : world.probe };
}

const open = heard(Array.from({ length: failuresToOpen }, () => "down" as const));

describe("a circuit", () => {
  it("opens after five failures in a row, and not before", () => {
    expect(heard(["down", "down", "down", "down"])).toEqual({ state: "closed", failures: 4 });
    expect(open).toEqual({ state: "open", sinceMs: nowMs, probeAtMs: nowMs + openMs });
  });

  it("begins to count again when the provider has answered", () => {
    expect(heard(["down", "down", "down", "down", "answered", "down"])).toEqual({
      state: "closed",
      failures: 1,
    });
  });

  it("lets nobody through while it is open, and then one", () => {
    expect(admit(open, by("a", nowMs + openMs - 1), false)).toEqual({ kind: "wait", waitMs: 1 });
    const first = admit(open, by("a", nowMs + openMs), false);
    if (first.kind !== "probe") throw new Error(first.kind);
    expect(admit(first.circuit, by("b", nowMs + openMs), true)).toEqual({
      kind: "wait",
      waitMs: probeWaitMs,
    });
  });

  it("gives the probe to the next when its worker has died", () => {
    const probing: Circuit = { state: "probing", sinceMs: nowMs, probe: "a" };
    expect(admit(probing, by("b"), false)).toEqual({ kind: "probe", circuit: { ...probing, probe: "b" } });
  });

  it.each<[CircuitVerdict, Circuit]>([
    ["answered", closedCircuit],
    ["refused", closedCircuit],
    ["down", { state: "open", sinceMs: 1, probeAtMs: nowMs + openMs }],
    ["unsaid", { state: "open", sinceMs: 1, probeAtMs: nowMs }],
  ])("takes the word of its probe alone: %s", (verdict, expected) => {
    const probing: Circuit = { state: "probing", sinceMs: 1, probe: "a" };
    expect(hear(probing, by("a"), verdict)).toEqual(expected);
    expect(hear(probing, by("b"), verdict)).toBe(probing);
  });
});

describe("any circuit", () => {
  it("is open exactly when its last five words that count all said so", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...verdicts), { maxLength: 40 }), (given) => {
        // Until it opens; what comes later is not heard.
        const counted: CircuitVerdict[] = [];
        let opened = false;
        for (const verdict of given) {
          if (opened || verdict === "refused" || verdict === "unsaid") continue;
          counted.push(verdict);
          const last = counted.slice(-failuresToOpen);
          opened = last.length === failuresToOpen && last.every((each) => each === "down");
        }
        expect(heard(given).state).toBe(opened ? "open" : "closed");
      }),
    );
  });

  it("never lets two through at the same time once it has opened, whatever is said in whatever order", () => {
    const happening = fc.record({
      who: fc.constantFrom("a", "b", "c", "d"),
      what: fc.constantFrom("asks" as const, ...verdicts),
      afterMs: fc.nat({ max: openMs }),
    });
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        let world: World = { circuit: open, atMs: nowMs, probe: null };
        for (const { who, what, afterMs } of happenings) {
          if (world.circuit.state === "closed") return;
          const then = { ...world, atMs: world.atMs + afterMs };
          world = what === "asks" ? ask(then, who) : tell(then, who, what);
        }
      }),
    );
  });

  it("can always be used again by somebody who waits long enough", () => {
    const anyCircuit = fc.oneof(
      fc.record({ state: fc.constant("closed" as const), failures: fc.nat({ max: 4 }) }),
      fc.record({
        state: fc.constant("open" as const),
        sinceMs: fc.nat(),
        probeAtMs: fc.nat({ max: nowMs }),
      }),
      fc.record({ state: fc.constant("probing" as const), sinceMs: fc.nat(), probe: fc.string() }),
    );
    fc.assert(
      fc.property(anyCircuit, (circuit) => {
        expect(admit(circuit, by("me", nowMs + openMs), false).kind).not.toBe("wait");
      }),
    );
  });
});

describe("what a call's end says", () => {
  it("counts as down what the provider could not do, and neither a wrong request, a key nor our own stop", () => {
    expect(circuitVerdictOf(null)).toBe("answered");
    expect(circuitVerdictOf("PROVIDER_OVERLOADED")).toBe("down");
    expect(circuitVerdictOf("PROVIDER_STREAM_CUT")).toBe("down");
    for (const code of ["KEY_INVALID", "PROVIDER_RATE_LIMITED", "PROVIDER_REFUSED"] as const) {
      expect(circuitVerdictOf(code)).toBe("refused");
    }
    for (const code of ["RUN_CANCELLED", "WORKER_LOST", "NODE_TIMEOUT", "RUN_TIMEOUT"] as const) {
      expect(circuitVerdictOf(code)).toBe("unsaid");
    }
  });
});
