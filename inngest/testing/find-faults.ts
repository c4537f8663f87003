import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { undoneBy } from "#core/nodes/undo-of.ts";
import { Pace } from "./pace.ts";
import type { RunFacts } from "./read-run-facts.ts";

const terminalEvents = new Set(["run.completed", "run.failed", "run.cancelled", "run.timeout"]);
const terminalStatuses = new Set(["completed", "failed", "cancelled", "timeout"]);

/** In which way a promise was broken. */
export const faultKinds = ["lost", "stuck", "doubled", "contradictory", "unaccounted"] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface RunFault {
  readonly runId: RunId;
  readonly kind: FaultKind;
  readonly words: string;
}

/** A fault before it is said of which run. */
export type Fault = Omit<RunFault, "runId">;

/** Nothing where it holds, and the fault where it does not. */
export function unless(holds: boolean, kind: FaultKind, words: string): readonly Fault[] {
  return holds ? [] : [{ kind, words }];
}

/** As it is, or twice. */
export function tooMany(count: number, expected: number): FaultKind {
  return count > expected ? "doubled" : "contradictory";
}

/** A run that is not over continues within this time, whatever died. */
const mostSilentMs = 60_000;

/**
 * What must hold of every run that has ended, whatever happened to processes on the way. Answers with what does not.
 * `pace` is that of the machine meanwhile, where it was looked at.
 */
export function findFaults(run: RunFacts, pace = new Pace()): readonly RunFault[] {
  return [
    ...endFaults(run),
    ...logFaults(run),
    ...silentFaults(run, pace),
    ...attemptFaults(run),
    ...textFaults(run),
    ...moneyFaults(run),
  ].map((fault) => ({ runId: run.runId, ...fault }));
}

function endFaults(run: RunFacts): readonly Fault[] {
  const ends = run.events.filter(({ type }) => terminalEvents.has(type));
  return [
    ...unless(terminalStatuses.has(run.status), "stuck", `is ${run.status}`),
    ...unless(run.leases === 0, "contradictory", `has ended and holds ${run.leases} leases`),
    ...unless(ends.length === 1, tooMany(ends.length, 1), `has ${ends.length} lines that end it`),
    ...unless(
      run.events.at(-1)?.type === `run.${run.status}`,
      "contradictory",
      `${run.status}, yet ends with ${run.events.at(-1)?.type}`,
    ),
  ];
}

function logFaults(run: RunFacts): readonly Fault[] {
  const lines = run.isTidied ? [] : run.events;
  const gap = lines.findIndex(({ seq }, index) => seq !== index + 1);
  const perNode = run.nodeRuns.flatMap(({ nodeId, status }) => {
    const ends = endsOf(run, nodeId);
    const expected = status === "cancelled" ? 0 : 1;
    return unless(
      ends.length === expected,
      tooMany(ends.length, expected),
      `node ${nodeId} is ${status} and has ${ends.length} lines that end it`,
    );
  });
  return [
    ...unless(gap === -1, "lost", `its log has ${lines[gap]?.seq} where ${gap + 1} belongs`),
    ...unless(
      run.isTidied || lines.length === run.lastSeq,
      "lost",
      `counts ${run.lastSeq} lines and has ${lines.length}`,
    ),
    ...perNode,
  ];
}

function silentFaults({ events }: RunFacts, pace: Pace): readonly Fault[] {
  return events.flatMap((event, index) => {
    const before = events[index - 1] ?? event;
    const silentMs = event.atMs - before.atMs;
    return unless(
      silentMs <= pace.stretched(mostSilentMs, before.atMs, event.atMs),
      "stuck",
      `stood still for ${Math.round(silentMs)} ms, between ${said(before)} and ${said(event)}`,
    );
  });
}

function said({ type, nodeId }: RunFacts["events"][number]): string {
  return nodeId === null ? type : `${type} of ${nodeId}`;
}

/** In the log the lines of an undo name the node that is undone. */
function linesOf(run: RunFacts, nodeId: string, ...words: readonly string[]) {
  const undone = undoneBy(nodeId);
  const types = words.map((word) => `${undone === null ? "node" : "compensation"}.${word}`);
  return run.events.filter((event) => event.nodeId === (undone ?? nodeId) && types.includes(event.type));
}

/** An undo that failed and was tried again has a line for each time: only the last one ends it. */
function endsOf(run: RunFacts, nodeId: string) {
  const ends = linesOf(run, nodeId, "completed", "failed", "skipped");
  return undoneBy(nodeId) === null ? ends : ends.slice(-1).concat(linesOf(run, nodeId, "completed").slice(1));
}

function attemptFaults(run: RunFacts): readonly Fault[] {
  return run.nodeRuns.flatMap(({ nodeId, nodeType, status }) => {
    const attempts = run.attempts.filter((attempt) => attempt.nodeId === nodeId);
    const started = linesOf(run, nodeId, "started");
    const completed = attempts.filter((attempt) => attempt.status === "completed");
    const carriesWork = nodeType === "agent" || nodeType === "action";
    const expected = carriesWork && status === "completed" ? 1 : 0;
    return [
      ...unless(
        completed.length === expected,
        tooMany(completed.length, expected),
        `node ${nodeId} is ${status} by ${completed.length} attempts`,
      ),
      ...unless(
        attempts.every(({ number }, index) => number === index + 1),
        "contradictory",
        `the attempts of node ${nodeId} are numbered ${attempts.map(({ number }) => number).join(", ")}`,
      ),
      ...unless(
        attempts.every((attempt) => attempt.status !== "running"),
        "stuck",
        `an attempt of node ${nodeId} has never ended`,
      ),
      ...unless(
        !carriesWork || started.length === attempts.length,
        "contradictory",
        `node ${nodeId} was started ${started.length} times in the log and ${attempts.length} in the book`,
      ),
    ];
  });
}

/** Text is never mixed up, doubled or lost: what each attempt had said in the log is what the book kept of it. */
function textFaults(run: RunFacts): readonly Fault[] {
  return run.attempts
    .filter(({ isPaid }) => isPaid)
    .flatMap(({ nodeId, number, status, text }) => {
      const said = run.events
        .filter((event) => event.type === "node.delta" && event.nodeId === nodeId && event.attempt === number)
        .map((event) => event.text)
        .join("");
      const node = run.nodeRuns.find((one) => one.nodeId === nodeId);
      const kept = status === "completed" ? node?.output : (text ?? "");
      // Of JSON that a schema asked for, the value is kept. When a run is tidied the pieces of all attempts of a
      // completed node go.
      const isTidied = run.isTidied && node?.status === "completed" && said === "";
      return unless(
        said === kept || isTidied || said === JSON.stringify(kept),
        said === "" ? "lost" : "contradictory",
        `attempt ${number} of node ${nodeId} (${status}) said ${brief(said)}, and ${brief(kept)} was kept`,
      );
    });
}

function brief(text: Json | undefined): string {
  const whole = JSON.stringify(text) ?? "nothing";
  return whole.length <= 60 ? whole : `${whole.length} characters, at last ${whole.slice(-40)}`;
}

function moneyFaults(run: RunFacts): readonly Fault[] {
  const paid = run.ledger.filter(({ kind }) => kind === "settle" || kind === "late");
  const sums = { run, nodes: sumOf(run.nodeRuns), attempts: sumOf(run.attempts), ledger: sumOf(paid) };
  const differing = Object.entries(sums).filter(
    ([, sum]) =>
      sum.costMicros !== sums.ledger.costMicros ||
      sum.inputTokens !== sums.ledger.inputTokens ||
      sum.outputTokens !== sums.ledger.outputTokens,
  );
  const unbooked = run.attempts.flatMap(({ nodeId, number, status, isPaid }) => {
    const kinds = run.ledger
      .filter((entry) => entry.nodeId === nodeId && entry.attempt === number)
      .map(({ kind }) => kind);
    const reserved = kinds.filter((kind) => kind === "reserve").length;
    const closed = kinds.filter((kind) => kind === "settle" || kind === "release").length;
    const isRight = isPaid ? reserved === 1 && closed === 1 : kinds.length === 0;
    const entries = kinds.length === 0 ? "nothing" : kinds.join(", ");
    return isRight
      ? []
      : [`attempt ${number} of node ${nodeId} (${status}) is not booked once: the ledger has ${entries}`];
  });
  return [...differing.map(([name]) => `the sums of its ${name} and its ledger differ`), ...unbooked].map(
    (words) => ({ kind: "unaccounted", words }),
  );
}

type Sum = { readonly inputTokens: number; readonly outputTokens: number; readonly costMicros: number };

function sumOf(rows: readonly Sum[]): Sum {
  return rows.reduce(
    (sum, row) => ({
      inputTokens: sum.inputTokens + row.inputTokens,
      outputTokens: sum.outputTokens + row.outputTokens,
      costMicros: sum.costMicros + row.costMicros,
    }),
    { inputTokens: 0, outputTokens: 0, costMicros: 0 },
  );
}
