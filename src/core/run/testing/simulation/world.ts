import { compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import type { Effect } from "../../advance-result.ts";
import type { Happening } from "../../happening.ts";
import { workerDied, workerStopped } from "../../node-faults.ts";
import { isOpenPhase } from "../../phase.ts";
import type { NodePhase, RunState } from "../../state.ts";
import type { AnyRun } from "../arbitrary-run.ts";
import { hasItems } from "../simulated-items.ts";
import { type EndOfAttempt, SimulatedRun } from "../simulated-run.ts";
import type { Carried, Message, SimulatedChild } from "./in-flight.ts";
import { MoneyBook, usageOf } from "./money-book.ts";

/**
 * A run with an engine and workers around it, in memory: messages that come twice, late or never, workers that die and
 * speak afterwards, a healer that finds what was lost. It does what `services/progress` and the engine do, without a
 * database.
 */
export class SimulatedWorld {
  readonly run: SimulatedRun;
  readonly plan: Plan;
  readonly money = new MoneyBook();
  readonly messages: Message[] = [];
  readonly carried: Carried[] = [];
  /** Attempts that were taken over while their workers still were at them. */
  readonly zombies: Carried[] = [];
  readonly attempts = new Map<string, number>();
  /** The newest run of each node that has one. */
  readonly children = new Map<string, SimulatedChild>();
  /** How many runs a node has started besides the first of each try: those of its further passes. */
  readonly furtherPasses = new Map<string, number>();
  /** Messages of these nodes were lost, or the one to continue: the healer has to find them. */
  readonly lost = new Set<string>();
  readonly trace: string[] = [];
  onStep: (before: RunState) => void = () => {};
  private seenEffects = 0;

  constructor(any: AnyRun) {
    this.plan = compilePlan(any.definition, []);
    this.run = new SimulatedRun(this.plan, any.endings, { flag: any.flag });
    this.run.onStep = (before) => {
      this.post();
      this.onStep(before);
    };
  }

  /** Lets something happen to the run; false where it changes nothing. */
  tell(happening: Happening): boolean {
    return this.run.deliver(happening);
  }

  private post(): void {
    for (; this.seenEffects < this.run.effects.length; this.seenEffects += 1) {
      const effect = this.run.effects[this.seenEffects];
      if (effect !== undefined) this.carryOut(effect);
    }
  }

  private carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "node.ready":
        this.messages.push({ kind: "node", nodeId: effect.nodeId, notBeforeMs: effect.notBeforeMs ?? 0 });
        return;
      case "run.continue":
        this.messages.push({ kind: "continue" });
        return;
      case "attempts.abort":
        for (const one of this.carried) one.isAborted = true;
        return;
      case "pass.begins":
        this.beginPass(effect.nodeId);
        return;
      case "children.stop":
        for (const nodeId of effect.nodeIds) {
          const child = this.children.get(nodeId);
          if (child !== undefined) child.isStopped ||= !child.hasEnded;
          else if (!this.looksAgain(nodeId)) throw new Error(`${nodeId} has no run to stop`);
        }
    }
  }

  /** A worker takes a message, as `claimNode` does: the book decides what becomes of it. */
  take(message: Message): void {
    this.messages.splice(this.messages.indexOf(message), 1);
    if (message.kind === "continue") {
      this.tell({ kind: "run.continue" });
      return;
    }
    this.run.nowMs = Math.max(this.run.nowMs, message.notBeforeMs);
    const { nodeId } = message;
    const phase = this.run.state.phases[nodeId] ?? "idle";
    if (this.run.end !== null || !isOpenPhase(phase)) return;
    if (phase === "idle") throw new Error(`${nodeId} is handed out and nobody has reached it`);
    if (this.plan.nodeById.get(nodeId)?.kind === "child") this.look(nodeId, phase);
    else if (this.run.pauses.goOn(this.run, nodeId)) this.looksAgain(nodeId);
    else if (phase === "waiting" && this.run.asksModel(nodeId)) this.open(message, nodeId);
    else if (phase === "waiting")
      this.tell({ kind: "wait.ended", nodeId, answer: this.run.answerTo(nodeId) });
    else if (phase === "running") this.takeOver(message, nodeId);
    else this.open(message, nodeId);
  }

  /** Runs of its tools go on, if they do: they will be looked at again. */
  private looksAgain(nodeId: string): boolean {
    if (!this.run.pauses.areRunsOut(this.run, nodeId)) return false;
    return this.messages.push({ kind: "node", nodeId, notBeforeMs: this.run.nowMs }) > 0;
  }

  /** As `lookAtChild` does: starts the run of the node, or sees what has become of it. */
  private look(nodeId: string, phase: NodePhase): void {
    if (phase === "ready" || phase === "retrying") {
      const attempt = (this.attempts.get(nodeId) ?? 0) + 1;
      this.attempts.set(nodeId, attempt);
      this.children.set(nodeId, { attempt, hasEnded: false, isStopped: false });
      if (!this.tell({ kind: "attempt.started", nodeId, attempt }))
        throw new Error(`run ${attempt} of ${nodeId} was started and is not in the state`);
      return;
    }
    const child = this.children.get(nodeId);
    if (child === undefined) throw new Error(`${nodeId} is ${phase} and its run is not there`);
    const { attempt, hasEnded, isStopped } = child;
    if (hasEnded && hasItems(this.plan, nodeId)) this.endItems(nodeId, attempt);
    else if (!hasEnded)
      this.tell({ kind: phase === "running" ? "child.rests" : "child.moves", nodeId, attempt });
    else if (isStopped) this.tell(this.run.endOfChild(nodeId, attempt, "stopped"));
    else this.tell(this.run.endingOf(nodeId, attempt));
  }

  /** All runs of the items of a node have ended, those that were started in their place too. */
  private endItems(nodeId: string, attempt: number): void {
    while (this.run.state.attempts[nodeId]?.number === attempt) {
      if (this.run.state.phases[nodeId] === "retrying") return;
      if (!this.tell(this.run.endingOf(nodeId, attempt))) throw new Error(`${nodeId} does not go on`);
    }
  }

  private beginPass(nodeId: string): void {
    const before = this.children.get(nodeId);
    if (before?.hasEnded !== true) throw new Error(`${nodeId} begins a pass before the last one has ended`);
    this.children.set(nodeId, { attempt: before.attempt, hasEnded: false, isStopped: false });
    this.furtherPasses.set(nodeId, (this.furtherPasses.get(nodeId) ?? 0) + 1);
  }

  /** The run of a node ends, and says so. */
  endChild(nodeId: string, child: SimulatedChild): void {
    child.hasEnded = true;
    this.messages.push({ kind: "node", nodeId, notBeforeMs: 0 });
  }

  private takeOver(message: Message, nodeId: string): void {
    const holder = this.carried.find((one) => one.nodeId === nodeId);
    if (holder === undefined) throw new Error(`${nodeId} is running and nobody has it`);
    // Busy: it comes again.
    if (!holder.isDead) this.messages.push(message);
    else {
      this.lose(holder);
      if (this.run.state.phases[nodeId] === "retrying") this.open(message, nodeId);
    }
  }

  private lose(holder: Carried): void {
    this.letGo(holder);
    this.zombies.push(holder);
    const { nodeId, attempt } = holder;
    if (this.run.asksModel(nodeId)) {
      // Booked with an estimate where the call had left.
      const hasLeft = attempt % 2 === 0;
      this.money.close(nodeId, attempt, hasLeft ? usageOf(nodeId, attempt) : null);
    }
    this.tell({
      kind: "attempt.failed",
      nodeId,
      attempt,
      error: workerDied(nodeId),
      retryAfterMs: null,
      jitter: 0,
    });
  }

  private open(message: Message, nodeId: string): void {
    if (this.carried.some((one) => one.nodeId === nodeId))
      throw new Error(`${nodeId} is carried by two workers`);
    const attempt = (this.attempts.get(nodeId) ?? 0) + 1;
    if (this.run.parks(nodeId, attempt)) {
      // Somebody will find room for it, and hand it out again.
      this.messages.push({ ...message, kind: "node", nodeId, notBeforeMs: this.run.nowMs });
      return;
    }
    this.attempts.set(nodeId, attempt);
    if (this.run.isShut(nodeId, attempt)) {
      this.refuse(nodeId, attempt);
      return;
    }
    this.carried.push({ nodeId, attempt, message, isDead: false, isAborted: false });
    if (this.run.asksModel(nodeId)) this.money.reserve(nodeId, attempt);
    if (!this.tell({ kind: "attempt.started", nodeId, attempt })) {
      throw new Error(`attempt ${attempt} of ${nodeId} was opened and is not in the state`);
    }
  }

  /** Its circuit is open: the attempt begins and fails in one step, and nobody calls. */
  private refuse(nodeId: string, attempt: number): void {
    this.tell({ kind: "attempt.started", nodeId, attempt });
    const isTakenIn = this.tell(this.run.endingOf(nodeId, attempt));
    if (!isTakenIn) throw new Error(`attempt ${attempt} of ${nodeId} was refused and that was not taken in`);
  }

  /** A worker says how its attempt ended; dead ones are heard by nobody. */
  settle(one: Carried): void {
    const { nodeId, attempt } = one;
    const end = this.endOf(one);
    if (end.kind === "attempt.failed" && end.error.code === "WORKER_LOST") {
      this.kill(one);
      return;
    }
    this.letGo(one);
    if (this.run.asksModel(nodeId)) this.money.close(nodeId, attempt, usageOf(nodeId, attempt));
    if (this.run.pauses.begin(this.run, nodeId)) {
      this.messages.push({ kind: "node", nodeId, notBeforeMs: this.run.nowMs });
      return;
    }
    if (!this.tell(end)) throw new Error(`the end of attempt ${attempt} of ${nodeId} was not taken in`);
  }

  private endOf({ nodeId, attempt, isAborted }: Carried): EndOfAttempt {
    const end = this.run.endingOf(nodeId, attempt);
    if (isAborted && end.kind === "attempt.failed") return { kind: "attempt.cancelled", nodeId, attempt };
    if (end.kind !== "attempt.cancelled" || this.run.state.closing !== null) return end;
    return {
      kind: "attempt.failed",
      nodeId,
      attempt,
      error: workerStopped(nodeId),
      retryAfterMs: null,
      jitter: 0,
    };
  }

  /** Its message goes back to the engine, which never heard that it was done. */
  kill(one: Carried): void {
    if (one.isDead) return;
    one.isDead = true;
    this.messages.push(one.message);
  }

  /** A worker that was taken for dead ends its attempt all the same: only its cost may count. */
  speakLate(zombie: Carried): void {
    this.zombies.splice(this.zombies.indexOf(zombie), 1);
    const { nodeId, attempt } = zombie;
    if (this.run.asksModel(nodeId)) this.money.tellLate(nodeId, attempt);
    const isTakenIn = this.tell({ kind: "attempt.completed", nodeId, attempt, output: "too late" });
    if (isTakenIn) throw new Error(`attempt ${attempt} of ${nodeId} was lost and its result counts`);
  }

  /** The engine forgets a message. */
  forget(message: Message): void {
    this.messages.splice(this.messages.indexOf(message), 1);
    this.lost.add(message.kind === "node" ? message.nodeId : "");
  }

  /** Hands out again what nobody carries, from the state alone. */
  heal(): void {
    this.lost.clear();
    for (const { id } of [...this.plan.nodes, ...this.plan.undos]) {
      const phase = this.run.state.phases[id] ?? "idle";
      const isAlive = this.carried.some((one) => one.nodeId === id && !one.isDead);
      if (!isAlive && phase !== "idle" && isOpenPhase(phase)) {
        this.messages.push({ kind: "node", nodeId: id, notBeforeMs: this.wakeAtMs(id) });
      }
    }
    this.messages.push({ kind: "continue" });
  }

  private wakeAtMs(nodeId: string): number {
    return this.run.changes.findLast((change) => change.nodeId === nodeId)?.wakeAtMs ?? 0;
  }

  private letGo(one: Carried): void {
    this.carried.splice(this.carried.indexOf(one), 1);
  }
}
