import type { ErrorInfo } from "#core/errors.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import type { AdvanceResult, Effect, NodeChange, RunEnd } from "../advance-result.ts";
import type { Happening } from "../happening.ts";
import { initialRunState } from "../phase.ts";
import { advance } from "../reducer/advance.ts";
import { inputsNeeded, outputsNeeded } from "../reducer/outputs-needed.ts";
import { resolveNodeInput } from "../reducer/resolve-node-input.ts";
import type { RunState } from "../state.ts";
import type { RecordedAttempt, RecordedWait } from "./cassette.ts";
import { requestPartsOf } from "./request-parts.ts";

/** The start of a replay, and its answers. */
export interface Recorded {
  /** `run.id` of expressions. */
  readonly id: string;
  readonly startedAtMs: number;
  readonly input: Json;
  readonly variables: JsonObject;
  /** `item.index` in expressions; absent if there is no item. */
  readonly itemIndex?: number | undefined;
  /** How the attempts of each node ended. A node that is missing was not asked. */
  readonly attempts: ReadonlyMap<string, readonly RecordedAttempt[]>;
  /** What ended waits; a wait that is missing ends with its deadline. */
  readonly waits: ReadonlyMap<string, RecordedWait>;
}

/** The outcome of a replay. */
export interface Replayed {
  readonly end: RunEnd;
  readonly changes: ReadonlyMap<string, NodeChange>;
  /** What each node asked, by node id. */
  readonly requests: ReadonlyMap<string, ReadonlyMap<string, Json>>;
  /** Nodes that asked for more than was recorded. */
  readonly unanswered: ReadonlySet<string>;
}

/** More than any run of the largest graph takes. */
const mostSteps = 1_000_000;

/**
 * Plays a run in memory: the graph, conditions, mappings and retries are today's, answers come from the recording.
 * Nothing is sent or stored, and nothing waits: time advances as needed.
 */
export function replay(plan: Plan, recorded: Recorded): Replayed {
  return new Replay(plan, recorded).play();
}

class Replay {
  readonly #plan: Plan;
  readonly #recorded: Recorded;
  #state: RunState;
  #end: RunEnd | null = null;
  readonly #effects: Effect[] = [];
  readonly #outputs = new Map<string, Json>();
  readonly #changes = new Map<string, NodeChange>();
  readonly #requests = new Map<string, ReadonlyMap<string, Json>>();
  readonly #unanswered = new Set<string>();
  readonly #attempts = new Map<string, number>();

  constructor(plan: Plan, recorded: Recorded) {
    this.#plan = plan;
    this.#recorded = recorded;
    this.#state = initialRunState(plan);
  }

  play(): Replayed {
    this.#take({ kind: "run.start" });
    for (let step = 0; this.#end === null && step < mostSteps; step += 1) {
      const effect = this.#effects.shift();
      if (effect === undefined) this.#endWait();
      else this.#carryOut(effect);
    }
    if (this.#end === null) throw new Error("The replay does not end");
    return {
      end: this.#end,
      changes: this.#changes,
      requests: this.#requests,
      unanswered: this.#unanswered,
    };
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "run.continue":
        this.#take({ kind: "run.continue" });
        return;
      case "node.ready": {
        const node = this.#plan.nodeById.get(effect.nodeId);
        if (node === undefined) throw new Error(`The plan has no node "${effect.nodeId}"`);
        if (this.#state.phases[node.id] === "waiting") this.#endWaitOf(node);
        else this.#attempt(node);
        return;
      }
      case "attempts.abort":
      case "children.stop":
    }
  }

  /** Nothing else can happen: the run waits for people, or for an event. */
  #endWait(): void {
    const node = this.#plan.nodes.find(({ id }) => this.#state.phases[id] === "waiting");
    if (node === undefined) throw new Error("The replay stands still");
    this.#endWaitOf(node);
  }

  #endWaitOf({ id: nodeId }: PlanNode): void {
    this.#take({ kind: "wait.ended", nodeId, answer: this.#answerTo(nodeId) });
  }

  #answerTo(nodeId: string): WaitAnswer {
    const wait = this.#recorded.waits.get(nodeId);
    if (wait === undefined) return { kind: "elapsed" };
    switch (wait.end) {
      case "elapsed":
        return { kind: "elapsed" };
      case "decided": {
        const { choice, form, by, atMs } = wait;
        return { kind: "decided", choice, form, by: by.map((address) => ({ userId: "", address })), atMs };
      }
      case "event": {
        const { id, name, data, sentAtMs } = wait;
        return { kind: "event", id, name, data, sentAtMs };
      }
    }
  }

  #attempt(node: PlanNode): void {
    const nodeId = node.id;
    const attempt = (this.#attempts.get(nodeId) ?? 0) + 1;
    this.#attempts.set(nodeId, attempt);
    this.#take({ kind: "attempt.started", nodeId, attempt });
    const outputs = this.#outputsOf(inputsNeeded(this.#plan, nodeId));
    const resolved = resolveNodeInput(this.#plan, this.#state, nodeId, { ...this.#context(), outputs });
    if (!resolved.ok) {
      this.#take(failed(nodeId, attempt, resolved.error));
      return;
    }
    if (attempt === 1) this.#requests.set(nodeId, requestPartsOf(node, resolved.scope));
    this.#take(this.#endOf(nodeId, attempt));
  }

  #endOf(nodeId: string, attempt: number): Happening {
    const answer = this.#recorded.attempts.get(nodeId)?.[attempt - 1];
    if (answer === undefined) {
      this.#unanswered.add(nodeId);
      const message = `Attempt ${attempt} of node "${nodeId}" was not recorded.`;
      return failed(nodeId, attempt, { code: "INTERNAL", message, retryable: false, nodeId });
    }
    if (answer.end === "failed") return failed(nodeId, attempt, answer.error, answer);
    const stop = answer.stop === undefined ? {} : { stop: answer.stop };
    return { kind: "attempt.completed", nodeId, attempt, output: answer.output, ...stop };
  }

  #take(happening: Happening): void {
    const result = this.#decide(happening);
    if (result.kind !== "advanced") return;
    this.#state = result.state;
    this.#end = result.end;
    this.#effects.push(...result.effects);
    for (const change of result.changes) {
      this.#changes.set(change.nodeId, { ...this.#changes.get(change.nodeId), ...change });
      if (change.output !== undefined) this.#outputs.set(change.nodeId, change.output);
    }
  }

  #decide(happening: Happening): AdvanceResult {
    const wanted = new Set("nodeId" in happening ? outputsNeeded(this.#plan, happening.nodeId) : []);
    for (;;) {
      const context = {
        ...this.#context(),
        nowMs: this.#recorded.startedAtMs,
        outputs: this.#outputsOf(wanted),
      };
      const result = advance(this.#plan, this.#state, happening, context);
      if (result.kind !== "needs-outputs") return result;
      for (const nodeId of result.nodeIds) wanted.add(nodeId);
    }
  }

  #context() {
    const { id: runId, input, variables, startedAtMs, itemIndex: index } = this.#recorded;
    // Nothing waits here, so no time passes.
    const deadlineMs = startedAtMs + this.#plan.timeoutMs;
    const item = index === undefined ? null : { index };
    return { trigger: input, variables, runId, startedAtMs, deadlineMs, item };
  }

  #outputsOf(nodeIds: Iterable<string>): ReadonlyMap<string, Json> {
    const outputs = new Map<string, Json>();
    for (const id of nodeIds) {
      const output = this.#outputs.get(id);
      if (output !== undefined) outputs.set(id, output);
    }
    return outputs;
  }
}

function failed(
  nodeId: string,
  attempt: number,
  error: ErrorInfo,
  { answer, stop }: { readonly answer?: JsonObject | undefined; readonly stop?: string | undefined } = {},
): Happening {
  return {
    kind: "attempt.failed",
    nodeId,
    attempt,
    error,
    retryAfterMs: null,
    jitter: 0,
    ...(answer === undefined ? {} : { answer }),
    ...(stop === undefined ? {} : { stop }),
  };
}
