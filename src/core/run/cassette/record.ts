import { AppError, type ErrorInfo } from "#core/errors.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type AgentSnapshot, compilePlan, type PlanNode } from "#core/pipeline/plan/plan.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import type { AttemptStatus, NodeRunStatus, RunStatus } from "../status.ts";
import { type Cassette, cassetteVersion, type RecordedAttempt, type RecordedWait } from "./cassette.ts";
import { isRecordable } from "./is-recordable.ts";
import { replay } from "./replay.ts";
import { type Fingerprint, fingerprintsOf } from "./request-parts.ts";
import { testCassette } from "./test-cassette.ts";

/** The stored data of a run that has ended. */
export interface RunRecord {
  readonly definition: PipelineDefinition;
  readonly agents: readonly AgentSnapshot[];
  readonly id: string;
  readonly status: RunStatus;
  readonly startedAtMs: number;
  /** Which of its node's items it was; null or absent for a run that is not a child. */
  readonly itemIndex?: number | null;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly output: Json;
  readonly error: ErrorInfo | null;
  /** What ended the waits of its nodes. */
  readonly waits: ReadonlyMap<string, WaitAnswer>;
  readonly nodeRuns: readonly {
    readonly nodeId: string;
    readonly status: NodeRunStatus;
    readonly output: Json;
    readonly stop: string | null;
    readonly error: ErrorInfo | null;
  }[];
  /** In order of time. */
  readonly attempts: readonly {
    readonly nodeId: string;
    readonly status: AttemptStatus;
    readonly error: ErrorInfo | null;
  }[];
}

/**
 * Makes a recording of a run. What its nodes asked is found by playing it again in memory, with the answers it had, so
 * that a recording is known to play.
 * @throws AppError CONFLICT for a run that has not ended, was stopped, or cannot be played again.
 */
export function recordRun(record: RunRecord, fingerprint: Fingerprint): Cassette {
  const { status, id, startedAtMs, input, variables, output, error, definition, agents } = record;
  const item = record.itemIndex == null ? {} : { itemIndex: record.itemIndex };
  if (!isRecordable(status)) throw notRecordable(status);
  const plan = compilePlan(definition, agents);
  const attempts = new Map(plan.nodes.map((node) => [node.id, attemptsOf(node, record)]));
  const waits = new Map([...record.waits].map(([nodeId, answer]) => [nodeId, recordedWait(answer)]));
  const { requests, changes } = replay(plan, { id, startedAtMs, input, variables, ...item, attempts, waits });
  const nodes: Cassette["nodes"] = {};
  for (const node of plan.nodes) {
    const request = requests.get(node.id);
    const handedOn = changes.get(node.id)?.output;
    nodes[node.id] = {
      request: request === undefined ? null : fingerprintsOf(request, fingerprint),
      attempts: request === undefined ? [] : [...(attempts.get(node.id) ?? [])],
      ...(waits.has(node.id) ? { wait: waits.get(node.id) } : {}),
      ...(handedOn === undefined ? {} : { output: handedOn }),
    };
  }
  const run = {
    id,
    startedAtMs,
    input,
    variables,
    ...item,
    status,
    output,
    error: error === null ? null : { code: error.code, nodeId: error.nodeId ?? null },
  };
  const cassette: Cassette = {
    format: "penstock-cassette",
    version: cassetteVersion,
    definition,
    agents: [...agents],
    run,
    nodes,
  };
  requirePlayable(cassette, fingerprint);
  return cassette;
}

/** How the attempts of a node ended, including those whose workers died, as they affect what came next. */
function attemptsOf(node: PlanNode, { nodeRuns, attempts }: RunRecord): readonly RecordedAttempt[] {
  const nodeRun = nodeRuns.find(({ nodeId }) => nodeId === node.id);
  if (nodeRun === undefined) return [];
  const failures = attempts.flatMap(({ nodeId, status, error }): RecordedAttempt[] =>
    nodeId === node.id && (status === "failed" || status === "lost") && error !== null
      ? [{ end: "failed", error }]
      : [],
  );
  if (nodeRun.status === "completed") {
    const stop = nodeRun.stop === null ? {} : { stop: nodeRun.stop };
    return [...failures, { end: "completed", output: nodeRun.output, ...stop }];
  }
  if (nodeRun.status !== "failed" || nodeRun.error === null) return failures;
  if (nodeRun.error.code === "WORKER_LOST") return failures;
  // The node's own end is the last word: it may have failed although a try was left.
  const last = { ...nodeRun.error, retryable: false };
  const answer = node.onError === "branch" ? answerIn(nodeRun.output) : null;
  const told = {
    ...(answer === null ? {} : { answer }),
    ...(nodeRun.stop === null ? {} : { stop: nodeRun.stop }),
  };
  return [...failures.slice(0, -1), { end: "failed", error: last, ...told }];
}

function recordedWait(answer: WaitAnswer): RecordedWait {
  switch (answer.kind) {
    case "elapsed":
      return { end: "elapsed" };
    case "decided": {
      const { choice, form, by, atMs } = answer;
      return { end: "decided", choice, form, by: by.map(({ address }) => address), atMs };
    }
    case "event": {
      const { id, name, data, sentAtMs } = answer;
      return { end: "event", id, name, data, sentAtMs };
    }
  }
}

/** The other side's response, as it was passed along the error edges. */
function answerIn(output: Json): JsonObject | null {
  const told = isJsonObject(output) ? output.error : null;
  if (!isJsonObject(told)) return null;
  const { code: _code, message: _message, ...answer } = told;
  return Object.keys(answer).length === 0 ? null : answer;
}

function notRecordable(status: RunStatus): AppError {
  return new AppError(
    "CONFLICT",
    `The run is ${status}. Only a run that has completed or failed by itself can be saved as a recording.`,
  );
}

function requirePlayable(cassette: Cassette, fingerprint: Fingerprint): void {
  const [difference] = testCassette(cassette, fingerprint).differences;
  if (difference === undefined) return;
  const where = "nodeId" in difference ? ` at node "${difference.nodeId}"` : "";
  throw new AppError("CONFLICT", `The run cannot be played again as it was${where}: it has no recording.`);
}
