import type { Json } from "#core/json/json.ts";
import type { RunFacts } from "./read-run-facts.ts";

const terminalEvents = new Set(["run.completed", "run.failed", "run.cancelled", "run.timeout"]);
const terminalStatuses = new Set(["completed", "failed", "cancelled", "timeout"]);

/**
 * What must hold of every run that has ended, whatever happened to processes on the way. Answers with what does not, in
 * words; to be asked before the log is tidied.
 */
export function findFaults(run: RunFacts): readonly string[] {
  return [
    ...endFaults(run),
    ...logFaults(run),
    ...attemptFaults(run),
    ...textFaults(run),
    ...moneyFaults(run),
  ].map((fault) => `run ${run.runId}: ${fault}`);
}

function endFaults(run: RunFacts): readonly string[] {
  const ends = run.events.filter(({ type }) => terminalEvents.has(type));
  return [
    ...unless(terminalStatuses.has(run.status), `is ${run.status}`),
    ...unless(run.leases === 0, `has ended and holds ${run.leases} leases`),
    ...unless(ends.length === 1, `has ${ends.length} lines that end it`),
    ...unless(
      run.events.at(-1)?.type === `run.${run.status}`,
      `${run.status}, yet ends with ${run.events.at(-1)?.type}`,
    ),
  ];
}

function logFaults(run: RunFacts): readonly string[] {
  const gap = run.events.findIndex(({ seq }, index) => seq !== index + 1);
  const perNode = run.nodeRuns.flatMap(({ nodeId, status }) => {
    const ends = run.events.filter(
      (event) => event.nodeId === nodeId && /^node\.(completed|failed|skipped)$/.test(event.type),
    );
    const expected = status === "cancelled" ? 0 : 1;
    return unless(
      ends.length === expected,
      `node ${nodeId} is ${status} and has ${ends.length} lines that end it`,
    );
  });
  return [
    ...unless(gap === -1, `its log has ${run.events[gap]?.seq} where ${gap + 1} belongs`),
    ...unless(run.events.length === run.lastSeq, `counts ${run.lastSeq} lines and has ${run.events.length}`),
    ...perNode,
  ];
}

function attemptFaults(run: RunFacts): readonly string[] {
  return run.nodeRuns.flatMap(({ nodeId, nodeType, status }) => {
    const attempts = run.attempts.filter((attempt) => attempt.nodeId === nodeId);
    const started = run.events.filter((event) => event.nodeId === nodeId && event.type === "node.started");
    const completed = attempts.filter((attempt) => attempt.status === "completed");
    const carriesWork = nodeType === "agent" || nodeType === "action";
    const expected = carriesWork && status === "completed" ? 1 : 0;
    return [
      ...unless(completed.length === expected, `node ${nodeId} is ${status} by ${completed.length} attempts`),
      ...unless(
        attempts.every(({ number }, index) => number === index + 1),
        `the attempts of node ${nodeId} are numbered ${attempts.map(({ number }) => number).join(", ")}`,
      ),
      ...unless(
        attempts.every((attempt) => attempt.status !== "running"),
        `an attempt of node ${nodeId} has never ended`,
      ),
      ...unless(
        !carriesWork || started.length === attempts.length,
        `node ${nodeId} was started ${started.length} times in the log and ${attempts.length} in the book`,
      ),
    ];
  });
}

/** Text is never mixed up, doubled or lost: what each attempt had said in the log is what the book kept of it. */
function textFaults(run: RunFacts): readonly string[] {
  return run.attempts
    .filter(({ isPaid }) => isPaid)
    .flatMap(({ nodeId, number, status, text }) => {
      const said = run.events
        .filter((event) => event.type === "node.delta" && event.nodeId === nodeId && event.attempt === number)
        .map((event) => event.text)
        .join("");
      const output = run.nodeRuns.find((node) => node.nodeId === nodeId)?.output;
      const kept = status === "completed" ? output : (text ?? "");
      return unless(
        said === kept,
        `attempt ${number} of node ${nodeId} (${status}) said ${brief(said)}, and ${brief(kept)} was kept`,
      );
    });
}

function brief(text: Json | undefined): string {
  const whole = JSON.stringify(text) ?? "nothing";
  return whole.length <= 60 ? whole : `${whole.length} characters, at last ${whole.slice(-40)}`;
}

function moneyFaults(run: RunFacts): readonly string[] {
  const paid = run.ledger.filter(({ kind }) => kind === "settle" || kind === "late");
  const sums = { run, nodes: sumOf(run.nodeRuns), attempts: sumOf(run.attempts), ledger: sumOf(paid) };
  const differing = Object.entries(sums).filter(
    ([, sum]) =>
      sum.costMicros !== sums.ledger.costMicros ||
      sum.inputTokens !== sums.ledger.inputTokens ||
      sum.outputTokens !== sums.ledger.outputTokens,
  );
  const unbooked = run.attempts.filter((attempt) => {
    const kinds = run.ledger
      .filter((entry) => entry.nodeId === attempt.nodeId && entry.attempt === attempt.number)
      .map(({ kind }) => kind);
    const reserved = kinds.filter((kind) => kind === "reserve").length;
    const closed = kinds.filter((kind) => kind === "settle" || kind === "release").length;
    return attempt.isPaid ? reserved !== 1 || closed !== 1 : kinds.length > 0;
  });
  return [
    ...differing.map(([name]) => `the sums of its ${name} and its ledger differ`),
    ...unbooked.map(({ nodeId, number }) => `attempt ${number} of node ${nodeId} is not booked once`),
  ];
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

function unless(holds: boolean, fault: string): readonly string[] {
  return holds ? [] : [fault];
}
