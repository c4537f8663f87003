import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { asJson } from "#core/pipeline/as-json.ts";
import { compilePlan } from "#core/pipeline/plan/plan.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { workerStopped } from "../node-faults.ts";
import { playCase } from "../test-set/play-case.ts";
import { type AnyRun, arbitraryRun, arbitrarySchedule } from "../testing/arbitrary-run.ts";
import { SimulatedRun } from "../testing/simulated-run.ts";
import { readCassette } from "./cassette.ts";
import { isRecordable } from "./is-recordable.ts";
import { type RunRecord, recordRun } from "./record.ts";
import { testCassette } from "./test-cassette.ts";

/** Long enough for a fingerprint, and readable in a failed test. */
const fingerprint = (text: string) =>
  Buffer.from(text)
    .toString("hex")
    .slice(-64)
    .padStart(64, String(text.length % 10));

/** What the book would hold of a run that was played in memory. */
function recordOf(run: SimulatedRun, any: AnyRun): RunRecord {
  const last = new Map(run.changes.map((change) => [change.nodeId, change]));
  return {
    definition: any.definition,
    agents: [],
    id: "run",
    status: run.state.status,
    startedAtMs: 0,
    input: { flag: any.flag },
    variables: { word: "tides" },
    output: run.end?.output ?? null,
    error: run.end?.error ?? null,
    waits: new Map(
      run.delivered.flatMap((happening) =>
        happening.kind === "wait.ended" ? [[happening.nodeId, happening.answer]] : [],
      ),
    ),
    nodeRuns: [...last.values()].map(({ nodeId, status, stop, error }) => ({
      nodeId,
      status,
      output: run.outputs.get(nodeId) ?? null,
      stop: stop ?? null,
      error: error ?? null,
    })),
    attempts: run.delivered.flatMap((happening) => {
      if (happening.kind !== "attempt.failed" && happening.kind !== "attempt.cancelled") return [];
      const { nodeId } = happening;
      const error = happening.kind === "attempt.failed" ? happening.error : workerStopped(nodeId);
      return [{ nodeId, status: error.code === "WORKER_LOST" ? "lost" : "failed", error }];
    }),
  };
}

function play(any: AnyRun, schedule: readonly number[]): SimulatedRun {
  return new SimulatedRun(compilePlan(any.definition, []), any.endings, { flag: any.flag })
    .start()
    .play(schedule);
}

const asking = {
  name: "Asking",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    {
      id: "ask",
      type: "agent",
      name: "Ask",
      config: { model: "sandbox/brief", task: "Say {{ input.word }}." },
    },
    { id: "shape", type: "transform", name: "Shape", config: { value: { said: "input" } } },
  ],
  edges: [
    { id: "e1", from: "start", to: "ask" },
    { id: "e2", from: "ask", to: "shape" },
  ],
};

function definitionOf(change: (raw: typeof asking) => object) {
  const valid = validateDefinition(change(structuredClone(asking)) as Json);
  if (!valid.ok) throw new Error(valid.problems.map(({ message }) => message).join("\n"));
  return valid.definition;
}

/** A run that was asked once and answered. */
const record: RunRecord = {
  definition: definitionOf((raw) => raw),
  agents: [],
  id: "run",
  status: "completed",
  startedAtMs: 1_000,
  input: { word: "tides" },
  variables: {},
  output: { said: "Tides." },
  error: null,
  waits: new Map(),
  nodeRuns: [
    { nodeId: "start", status: "completed", output: { word: "tides" }, stop: null, error: null },
    { nodeId: "ask", status: "completed", output: "Tides.", stop: null, error: null },
    { nodeId: "shape", status: "completed", output: { said: "Tides." }, stop: null, error: null },
  ],
  attempts: [],
};

describe("a recording", () => {
  it("plays again as it was, whatever the graph and however its attempts ended", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, (any, schedule) => {
        const run = play(any, schedule);
        if (!isRecordable(run.state.status)) return;
        const cassette = recordRun(recordOf(run, any), fingerprint);
        expect(testCassette(cassette, fingerprint).differences).toEqual([]);
        // What is read back from a file is what was written.
        const read = readCassette(JSON.parse(JSON.stringify(cassette)));
        expect(read.ok && testCassette(read.cassette, fingerprint).differences).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("asks with the id of the run that was recorded, also as a case of a test set", () => {
    const definition = definitionOf((raw) => {
      const [, ask] = raw.nodes;
      if (ask !== undefined)
        ask.config = { model: "sandbox/brief", task: "{{ input.word }} for {{ run.id }}" };
      return raw;
    });
    const cassette = recordRun({ ...record, definition }, fingerprint);
    expect(testCassette(cassette, fingerprint).differences).toEqual([]);
    const elsewhere = { ...cassette, run: { ...cassette.run, id: "another" } };
    expect(testCassette(elsewhere, fingerprint).differences).not.toEqual([]);
    const { request = null, attempts = [] } = cassette.nodes.ask ?? {};
    const testCase = {
      sourceRunId: "run",
      input: record.input,
      variables: {},
      startedAtMs: record.startedAtMs,
      answers: { ask: { request, attempts } },
      assertions: [],
      costMicros: null,
      tookMs: null,
    };
    const plan = compilePlan(definition, []);
    expect(playCase(plan, testCase, fingerprint).outcome).toBe("passed");
    expect(playCase(plan, { ...testCase, sourceRunId: null }, fingerprint).outcome).toBe("stale");
  });

  it("is refused of a fork whose output holds what a node that it took over made of another run's id", () => {
    const definition = definitionOf((raw) => {
      const [, , shape] = raw.nodes;
      if (shape !== undefined) Object.assign(shape, { config: { value: { by: "run.id" } } });
      return raw;
    });
    const madeBy = (by: string) => ({ ...record, definition, output: { by } });
    expect(recordRun(madeBy("run"), fingerprint).nodes.shape?.output).toEqual({ by: "run" });
    expect(() => recordRun(madeBy("the forked one"), fingerprint)).toThrow("it has no recording");
  });

  it("names the node whose prompt changed, and which part of it", () => {
    const cassette = recordRun(record, fingerprint);
    const changed = definitionOf((raw) => {
      const [, ask] = raw.nodes;
      if (ask !== undefined) ask.config = { model: "sandbox/brief", task: "Sing {{ input.word }}." };
      return raw;
    });
    expect(testCassette(cassette, fingerprint, changed)).toEqual({
      answered: 1,
      differences: [{ kind: "request", nodeId: "ask", parts: ["config.task"] }],
    });
  });

  it("names a node that hands on something else, one that is new and one that is gone", () => {
    const cassette = recordRun(record, fingerprint);
    const shaped = definitionOf((raw) => {
      const [, , shape] = raw.nodes;
      if (shape !== undefined) Object.assign(shape, { config: { value: { text: "input" } } });
      return raw;
    });
    expect(testCassette(cassette, fingerprint, shaped).differences).toEqual([
      { kind: "output", nodeId: "shape" },
      { kind: "end", was: "its output", is: "another output" },
    ]);
    const renamed = definitionOf((raw) => JSON.parse(JSON.stringify(raw).replaceAll('"ask"', '"other"')));
    expect(testCassette(cassette, fingerprint, renamed).differences).toEqual([
      { kind: "unanswered", nodeId: "other" },
      { kind: "output", nodeId: "shape" },
      { kind: "not-reached", nodeId: "ask" },
      { kind: "end", was: "completed", is: "failed with INTERNAL of other" },
    ]);
  });

  it("is refused of a run that was stopped, and of one that goes on", () => {
    for (const status of ["cancelled", "timeout", "running", "waiting"] as const) {
      expect(() => recordRun({ ...record, status }, fingerprint)).toThrow(`The run is ${status}.`);
    }
  });

  it("is read strictly: the place of a fault is named", () => {
    const whole = recordRun(record, fingerprint);
    const read = (value: object) => {
      const result = readCassette(value as Json);
      return result.ok ? "read" : result.message;
    };
    expect(read({})).toContain('"format" must be "penstock-cassette"');
    expect(read({ ...whole, version: 2 })).toBe("Its version is 2, and this Penstock reads version 1.");
    expect(read({ ...whole, more: 1 })).toContain('has no field "more"');
    expect(read({ ...whole, run: { ...whole.run, status: "cancelled" } })).toContain("run.status");
    const [ask] = [whole.nodes.ask];
    expect(read({ ...whole, nodes: { ask: { ...ask, request: { type: "abc" } } } })).toContain(
      "nodes.ask.request.type",
    );
    expect(JSON.stringify(asJson(whole.definition))).toContain("sandbox/brief");
  });
});
