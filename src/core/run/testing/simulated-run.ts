import type { ErrorInfo } from "#core/errors.ts";
import type { NewRunEvent } from "#core/events/run-event.ts";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { WaitConfig } from "#core/nodes/wait/config.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import type { AdvanceResult, Effect, NodeChange, RunEnd, WaitChange } from "../advance-result.ts";
import type { ChildEnd, Happening } from "../happening.ts";
import type { ItemHappening } from "../items.ts";
import { applyOutputMapping } from "../output-mapping.ts";
import { initialRunState } from "../phase.ts";
import { advance } from "../reducer/advance.ts";
import { inputsNeeded, outputsNeeded } from "../reducer/outputs-needed.ts";
import { resolveNodeInput } from "../reducer/resolve-node-input.ts";
import type { RunState } from "../state.ts";
import { decodeRunState, encodeRunState } from "../state-codec.ts";
import { type AttemptEnding, type AttemptEndings, errorOf } from "./arbitrary-run.ts";
import { Pauses } from "./pauses.ts";
import { answerOf } from "./simulated-answer.ts";
import { hasItems, nextOfItems, statusOfEnding } from "./simulated-items.ts";

export type EndOfAttempt =
  | Extract<
      Happening,
      { readonly kind: "attempt.completed" | "attempt.failed" | "attempt.cancelled" | "child.ended" }
    >
  | ItemHappening;

/** These tell how things stand: they may be said at any time, and are taken in whenever that is not known. */
const maySayAgain: ReadonlySet<Happening["kind"]> = new Set(["run.continue", "child.rests", "child.moves"]);

/** What a book and an engine would do around `advance`, in memory: everything that is kept goes through the codec. */
export class SimulatedRun {
  readonly plan: Plan;
  state: RunState;
  end: RunEnd | null = null;
  /** A step left something to another one, which has not been taken yet. */
  isCutShort = false;
  readonly outputs = new Map<string, Json>();
  readonly events: NewRunEvent[] = [];
  readonly changes: NodeChange[] = [];
  readonly effects: Effect[] = [];
  readonly waits: WaitChange[] = [];
  readonly delivered: Happening[] = [];
  /** Called after each step that changed something. */
  onStep: (before: RunState, after: RunState) => void = () => {};
  /** A step of progress may do this much; no bound where null. */
  workUnits: number | null = null;
  /** Outputs that are not brought along are left to another step after this many rounds of asking. */
  roundsOfAsking = Number.POSITIVE_INFINITY;
  private readonly trigger: Json;
  private readonly endings: AttemptEndings;
  private readonly attempts = new Map<string, number>();
  private readonly parked = new Set<string>();
  readonly pauses = new Pauses();
  private readonly reusedErrors = new Map<string, ErrorInfo>();
  /** The only clock: a millisecond for each step, and what a caller adds to it. */
  nowMs = 1_000;

  constructor(plan: Plan, endings: AttemptEndings, trigger: Json, state: RunState = initialRunState(plan)) {
    this.plan = plan;
    this.endings = endings;
    this.trigger = trigger;
    this.state = state;
  }

  private context(nodeIds: readonly string[]) {
    const outputs = new Map<string, Json>();
    for (const id of nodeIds) {
      const output = this.outputs.get(id);
      if (output !== undefined) outputs.set(id, output);
    }
    return {
      nowMs: this.nowMs,
      runId: "run",
      startedAtMs: 0,
      deadlineMs: this.plan.timeoutMs,
      trigger: this.trigger,
      variables: { word: "tides" },
      outputs,
      reusedErrors: this.reusedErrors,
      ...(this.workUnits === null ? {} : { workUnits: this.workUnits }),
    };
  }

  /** Takes one happening in, loading what is asked for; answers whether it changed anything. */
  deliver(happening: Happening): boolean {
    this.nowMs += 1;
    const result = this.decide(happening);
    if (result === null) return false;
    if (!maySayAgain.has(happening.kind)) this.delivered.push(happening);
    for (const change of result.changes) this.keep(change);
    this.waits.push(...result.waits);
    this.events.push(...result.events);
    this.effects.push(...result.effects);
    this.end = result.end;
    if (happening.kind === "run.continue") this.isCutShort = false;
    this.isCutShort ||= result.effects.some(({ kind }) => kind === "run.continue");
    const before = this.state;
    this.state = decodeRunState(this.plan, encodeRunState(this.plan, result.state));
    this.onStep(before, result.state);
    return true;
  }

  private decide(happening: Happening): Extract<AdvanceResult, { kind: "advanced" }> | null {
    const loaded = new Set("nodeId" in happening ? outputsNeeded(this.plan, happening.nodeId) : []);
    for (let round = 0; ; round += 1) {
      const leavesMissing = round >= this.roundsOfAsking;
      const context = { ...this.context([...loaded]), leavesMissing };
      const result = advance(this.plan, this.state, happening, context);
      if (result.kind === "advanced") return result;
      if (result.kind === "ignored") return null;
      for (const id of result.nodeIds) {
        if (!this.outputs.has(id) || loaded.has(id)) throw new Error(`${id} was asked for without need`);
        loaded.add(id);
      }
    }
  }

  private keep(change: NodeChange): void {
    this.changes.push(change);
    if (change.output !== undefined) this.outputs.set(change.nodeId, change.output);
  }

  /** What may happen next of itself: claims of ready nodes, ends of attempts in flight, waits that are over. */
  possible(): readonly string[] {
    const isOpen = (id: string) =>
      ["ready", "retrying", "running", "waiting"].includes(this.state.phases[id] ?? "");
    return [...this.plan.nodes, ...this.plan.undos].map((node) => node.id).filter(isOpen);
  }

  /** Lets the next thing happen to a node that `possible` named. */
  step(nodeId: string): void {
    const isChild = this.plan.nodeById.get(nodeId)?.kind === "child";
    switch (this.state.phases[nodeId]) {
      case "ready":
      case "retrying": {
        if (!this.parks(nodeId, (this.attempts.get(nodeId) ?? 0) + 1)) this.begin(nodeId);
        return;
      }
      case "running":
        if (this.pauses.pass(this, nodeId)) return;
        this.deliver(
          isChild && this.state.closing === null && this.nowMs % 3 === 0
            ? { kind: "child.rests", nodeId, attempt: this.attempts.get(nodeId) ?? 1 }
            : this.endingOf(nodeId, this.attempts.get(nodeId) ?? 1),
        );
        return;
      case "waiting":
        if (isChild) {
          this.deliver({ kind: "child.moves", nodeId, attempt: this.attempts.get(nodeId) ?? 1 });
        } else this.goOn(nodeId);
    }
  }

  /** What it waited for has come. */
  private goOn(nodeId: string): void {
    if (this.pauses.goOn(this, nodeId)) return;
    if (this.asksModel(nodeId)) this.begin(nodeId);
    else this.deliver({ kind: "wait.ended", nodeId, answer: this.answerTo(nodeId) });
  }

  private begin(nodeId: string): void {
    const attempt = (this.attempts.get(nodeId) ?? 0) + 1;
    this.attempts.set(nodeId, attempt);
    this.deliver({ kind: "attempt.started", nodeId, attempt });
  }

  asksModel(nodeId: string): boolean {
    return this.plan.nodeById.get(nodeId)?.agent != null;
  }

  /** Some calls find no room in their budgets when they come, and wait once; which, follows from the node. */
  parks(nodeId: string, attempt: number): boolean {
    const key = `${nodeId}:${attempt}`;
    if (!this.asksModel(nodeId) || this.parked.has(key)) return false;
    if ((nodeId.length + attempt) % 2 === 0) return false;
    this.parked.add(key);
    const call = { model: "sandbox/echo", providerKeyId: null, needsMicros: 1 };
    const entry = { kind: "budget", title: "Room in the budget", ...call } as const;
    return this.deliver({ kind: "call.parked", nodeId, attempt, entry, untilMs: null });
  }

  /** What ends a wait follows from the node, so that the order of things does not change the end. */
  answerTo(nodeId: string): WaitAnswer {
    const config = this.plan.nodeById.get(nodeId)?.definition.config as Partial<WaitConfig> | undefined;
    return answerOf(config?.for, this.endings[nodeId]?.[0] ?? "completed");
  }

  /** The circuit of its model lets this attempt not through: it is refused as it begins. */
  isShut(nodeId: string, attempt: number): boolean {
    return this.wordFor(nodeId, attempt) === "shut";
  }

  private wordFor(nodeId: string, attempt: number): AttemptEnding {
    const endings = this.endings[nodeId] ?? ["completed"];
    const number = this.pauses.countedAs(nodeId, attempt);
    const ending = endings[Math.min(number, endings.length) - 1] ?? "completed";
    return ending === "shut" && !this.asksModel(nodeId) ? "failed" : ending;
  }

  /** How an attempt ends, as was decided for it. For one that works through a list: what happens to it next. */
  endingOf(nodeId: string, attempt: number): EndOfAttempt {
    const ending = this.wordFor(nodeId, attempt);
    if (hasItems(this.plan, nodeId)) return nextOfItems(this, nodeId, attempt, ending);
    if (this.plan.nodeById.get(nodeId)?.kind === "child") return this.endOfChild(nodeId, attempt, ending);
    const failure = { kind: "attempt.failed", nodeId, attempt, retryAfterMs: null, jitter: 0 } as const;
    const isDoubtful = this.pauses.countedAs(nodeId, attempt) % 2 === 0;
    const doubt = isDoubtful && ending !== "shut" ? ({ mayHaveActed: true } as const) : {};
    if (ending === "stopped") return { kind: "attempt.cancelled", nodeId, attempt, ...doubt };
    if (ending !== "completed") return { ...failure, ...doubt, error: errorOf(ending, nodeId) };
    const resolved = resolveNodeInput(
      this.plan,
      this.state,
      nodeId,
      this.context(inputsNeeded(this.plan, nodeId)),
    );
    if (!resolved.ok) return { ...failure, error: resolved.error };
    const node = this.plan.nodeById.get(nodeId);
    if (node === undefined) throw new Error(`no node ${nodeId}`);
    const mapped = applyOutputMapping(node, resolved.input, resolved.scope);
    if (!mapped.ok) return { ...failure, error: mapped.error };
    return { kind: "attempt.completed", nodeId, attempt, output: mapped.output };
  }

  /** How the run that is an attempt of a node ends; `status` says so for one that was stopped from outside. */
  endOfChild(
    nodeId: string,
    attempt: number,
    ending: AttemptEnding,
    status: ChildEnd["status"] = statusOfEnding[ending],
  ): EndOfAttempt {
    const end = {
      runId: `${nodeId}-${attempt}` as RunId,
      status,
      output: status === "completed" ? { result: nodeId } : null,
      isCut: false,
      error: status === "completed" ? null : errorOf(ending, nodeId),
    };
    const pass = this.state.attempts[nodeId]?.pass;
    const ofPass = pass === undefined ? {} : { pass };
    return { kind: "child.ended", nodeId, attempt, ...ofPass, end, jitter: 0 };
  }

  /** Copies what a fork reuses, as the book would. */
  takeOver(source: SimulatedRun, nodeIds: readonly string[]): void {
    for (const id of nodeIds) {
      const output = source.outputs.get(id);
      if (output !== undefined) this.outputs.set(id, output);
      const error = source.changes.findLast(({ nodeId }) => nodeId === id)?.error;
      if (error !== undefined) this.reusedErrors.set(id, error);
    }
  }

  /** Lets the run begin. */
  start(): this {
    this.deliver({ kind: "run.start" });
    return this;
  }

  /** Runs to the end; `schedule` chooses the order, and repeats earlier happenings in between. */
  play(schedule: readonly number[], beforeStep: (index: number) => void = () => {}): this {
    for (let index = 0; this.end === null; index += 1) {
      if (index > 5_000) throw new Error("The run does not end");
      const choice = schedule[index % schedule.length] ?? 0;
      beforeStep(index);
      if (this.end === null) this.stepByChoice(choice);
    }
    return this;
  }

  private stepByChoice(choice: number): void {
    const possible = this.possible();
    if (this.isCutShort && (possible.length === 0 || choice % 2 === 0)) {
      if (this.deliver({ kind: "run.continue" })) return;
      // Another happening has done meanwhile what was left. If nothing else can happen either, the run stands still,
      // which is an error below.
      this.isCutShort = false;
    }
    const nodeId = possible[choice % possible.length];
    if (nodeId === undefined) throw new Error(`The run is ${this.state.status}, and nothing can happen`);
    this.step(nodeId);
    const again = this.delivered[(choice * 7) % this.delivered.length];
    if (choice % 3 !== 0 || again === undefined) return;
    if (this.deliver(again)) throw new Error(`${again.kind} was taken in twice`);
  }
}
