import type { NewRunEvent } from "#core/events/run-event.ts";
import { noTotals } from "#core/model/usage.ts";
import { undoIdOf } from "#core/nodes/undo-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { verdictFor } from "../../edge-state.ts";
import { isOpenPhase } from "../../phase.ts";
import type { NodePhase, RunState } from "../../state.ts";
import type { NodeRunStatus } from "../../status.ts";
import { emptyRunView, foldRunEvents, type RunView } from "../../view/fold.ts";
import { hasItems } from "../simulated-items.ts";
import { statusOfPhase } from "../status-of-phase.ts";
import { checkMoney } from "./check-money.ts";
import type { SimulatedWorld } from "./world.ts";

/** What must hold of a world at any time. Each throws an error that says what does not. */
export interface WorldCheck {
  /** After each step of progress. */
  afterStep(before: RunState): void;
  /** Before each move: there must be one. */
  beforeMove(): void;
  /** Once the run has ended: whatever still comes changes nothing. */
  atEnd(): void;
}

/** Watches a world that has not begun. */
export function checkWorld(world: SimulatedWorld): WorldCheck {
  const reader = new Reader(world);
  return {
    afterStep(before) {
      for (const node of world.plan.nodes) checkOrder(node, before, world.run.state);
      reader.readOn();
      // Cancelled nodes are named by the line that ends the run.
      if (world.run.state.closing === null || world.run.end !== null) reader.compare();
    },
    beforeMove: () => checkPending(world),
    atEnd: () => checkEnd(world, reader),
  };
}

/** A page and the rows of the database, as far as the events and the changes tell them. */
class Reader {
  view: RunView;
  private readonly rows = new Map<string, NodeRunStatus>();
  private seenEvents = 0;
  private seenChanges = 0;

  private readonly world: SimulatedWorld;

  constructor(world: SimulatedWorld) {
    this.world = world;
    this.view = emptyRunView(world.plan.nodes.map(({ id }) => id));
  }

  /** Reads the new lines twice, as a reader that was cut off may. */
  readOn(): void {
    const { run } = this.world;
    for (; this.seenEvents < run.events.length; this.seenEvents += 1) {
      const event = run.events[this.seenEvents];
      if (event === undefined) continue;
      const line = { ...this.stamped(event), seq: this.seenEvents + 1, atMs: run.nowMs };
      this.view = foldRunEvents(foldRunEvents(this.view, line), line);
    }
    for (; this.seenChanges < run.changes.length; this.seenChanges += 1) {
      const change = run.changes[this.seenChanges];
      if (change !== undefined) this.rows.set(change.nodeId, change.status);
    }
  }

  /** The sums that the services put on the lines that end something. */
  private stamped(event: NewRunEvent): NewRunEvent {
    const { money } = this.world;
    switch (event.type) {
      case "run.completed":
      case "run.failed":
      case "run.cancelled":
      case "run.timeout":
        return { ...event, totals: money.total() };
      case "node.completed":
      case "node.failed":
        return { ...event, totals: money.spent.get(event.nodeId) ?? noTotals };
      default:
        return event;
    }
  }

  compare(): void {
    const { plan, run } = this.world;
    if (this.view.status !== run.state.status) {
      throw new Error(`the log says that the run is ${this.view.status}, and it is ${run.state.status}`);
    }
    for (const { id } of plan.nodes) {
      const status = statusOfPhase(phaseOf(run.state, id));
      const told = this.view.nodes.get(id)?.status ?? "pending";
      const written = this.rows.get(id) ?? "pending";
      if (told !== status || written !== status) {
        throw new Error(`${id} is ${status}; the log says ${told}, its row ${written}`);
      }
    }
  }
}

function phaseOf(state: RunState, nodeId: string): NodePhase {
  return state.phases[nodeId] ?? "idle";
}

/** Nothing leaves an ending, and nothing begins before all that leads to it has ended. */
function checkOrder(node: PlanNode, before: RunState, after: RunState): void {
  const [was, is] = [phaseOf(before, node.id), phaseOf(after, node.id)];
  if (!isOpenPhase(was) && is !== was) throw new Error(`${node.id} was ${was} and is ${is}`);
  if (is === "idle" || is === "doomed" || is === "cancelled") return;
  const early = node.incoming.find((edge) => isOpenPhase(phaseOf(after, edge.from)));
  if (early !== undefined) throw new Error(`${node.id} is ${is} before ${early.from} has ended`);
}

/** Terminal, or something is pending that will bring it on: never a run that only stands. */
function checkPending(world: SimulatedWorld): void {
  if (world.run.end !== null) return;
  const open = [
    ...world.plan.nodes.filter(({ id }) => isOpenPhase(phaseOf(world.run.state, id))),
    ...openUndos(world),
  ];
  for (const node of open) checkMoved(world, node);
  const moved = open.filter((node) => !isHeldBack(world, node));
  if (moved.length === 0) throw new Error(`the run is ${world.run.state.status} and nothing is pending`);
}

/** Undos that have been begun and not ended: one at a time. */
function openUndos({ plan, run }: SimulatedWorld): readonly PlanNode[] {
  const begun = plan.undos.filter(({ id }) => phaseOf(run.state, id) !== "idle");
  const open = begun.filter(({ id }) => isOpenPhase(phaseOf(run.state, id)));
  if (open.length > 1) throw new Error(`${open.map(({ id }) => id).join(" and ")} go on at the same time`);
  return open;
}

/** Whether it has to wait until other nodes have ended. */
function isHeldBack({ run }: SimulatedWorld, node: PlanNode): boolean {
  return phaseOf(run.state, node.id) === "idle" && verdictFor(node, run.state) === "wait";
}

function checkMoved(world: SimulatedWorld, node: PlanNode): void {
  const phase = phaseOf(world.run.state, node.id);
  if (isMovedByRuns(world, node, phase)) return;
  const holder = world.carried.find((one) => one.nodeId === node.id);
  if ((phase === "running") !== (holder !== undefined)) {
    throw new Error(`${node.id} is ${phase} and ${holder === undefined ? "nobody has" : "somebody has"} it`);
  }
  const isMoved =
    phase === "idle"
      ? isHeldBack(world, node) || isHandedOut(world, null)
      : holder?.isDead === false || isHandedOut(world, node.id);
  if (!isMoved) throw new Error(`${node.id} is ${phase}, and nothing brings it on`);
}

/** Nobody carries a node while a run that it has started, or a tool of it, is in flight: that brings it on. */
function isMovedByRuns(world: SimulatedWorld, node: PlanNode, phase: string): boolean {
  const areOut = world.run.pauses.areRunsOut(world.run, node.id);
  const mayMove = node.kind === "child" && (phase === "running" || phase === "waiting");
  if (!areOut && !mayMove) return false;
  const child = world.children.get(node.id);
  const isLost = areOut || child?.hasEnded === true ? !isHandedOut(world, node.id) : child === undefined;
  if (isLost) throw new Error(`${node.id} is ${phase}, and its run does not bring it on`);
  return true;
}

/** Whether the engine has the node, or the rest of a step, or the healer has to find what the engine forgot. */
function isHandedOut({ messages, lost }: SimulatedWorld, nodeId: string | null): boolean {
  return (
    lost.has(nodeId ?? "") || messages.some((one) => (one.kind === "node" ? one.nodeId : null) === nodeId)
  );
}

function checkEnd(world: SimulatedWorld, reader: Reader): void {
  const { run, plan } = world;
  const open = plan.nodes.filter(({ id }) => isOpenPhase(phaseOf(run.state, id)));
  if (open.length > 0) throw new Error(`the run has ended and ${open[0]?.id} has not`);
  checkUndone(world, reader);
  for (const [nodeId, { hasEnded }] of world.children)
    if (!hasEnded) throw new Error(`the run has ended and the run of ${nodeId} has not`);
  if (world.carried.length > 0) throw new Error("the run has ended and somebody still works for it");
  checkMoney(world, reader.view.totals);
  for (const { id } of plan.nodes) checkNodeEnd(world, id);
  const lines = run.events.length;
  for (const message of [...world.messages]) world.take(message);
  for (const zombie of [...world.zombies]) world.speakLate(zombie);
  for (const happening of [...run.delivered]) world.tell(happening);
  if (run.events.length !== lines) throw new Error("something happened after the run had ended");
  checkMoney(world, null);
}

/** What acted was undone once, in the opposite order, or nothing was: and the page says so. */
function checkUndone({ run, plan }: SimulatedWorld, { view }: Reader): void {
  const { acted, closing, phases } = run.state;
  const wanted = closing?.undo === undefined ? [] : acted.toReversed();
  const told = view.undo?.steps.map(({ nodeId, status }) => `${nodeId} ${status}`) ?? [];
  const is = wanted.map((nodeId) => `${nodeId} ${phases[undoIdOf(nodeId)]}`);
  if (told.join() !== is.join()) throw new Error(`undone is ${is.join()}, and the log says ${told.join()}`);
  for (const undo of plan.undos) {
    const results = run.delivered.filter(
      (happening) => happening.kind === "attempt.completed" && happening.nodeId === undo.id,
    );
    if (results.length > 1) throw new Error(`${undo.id} has ${results.length} results`);
    if (isOpenPhase(phaseOf(run.state, undo.id)) && phaseOf(run.state, undo.id) !== "idle")
      throw new Error(`the run has ended and ${undo.id} has not`);
  }
}

/** One line that ends it, one result at most, and as many starts as attempts. */
function checkNodeEnd({ run, plan, attempts, furtherPasses }: SimulatedWorld, nodeId: string): void {
  const lines = run.events.filter((event) => "nodeId" in event && event.nodeId === nodeId);
  const ends = lines.filter(({ type }) => /^node\.(completed|failed|skipped)$/.test(type)).length;
  const phase = phaseOf(run.state, nodeId);
  if (ends !== (phase === "cancelled" ? 0 : 1))
    throw new Error(`${nodeId} is ${phase} and ${ends} lines end it`);
  const starts = lines.filter(({ type }) => type === "node.started").length;
  const tries = attempts.get(nodeId) ?? 0;
  const kind = plan.nodeById.get(nodeId)?.kind;
  if ((kind === "effect" || kind === "child") && starts !== tries)
    throw new Error(`${nodeId} was tried ${tries} times and started ${starts} times`);
  const results = run.delivered.filter(
    (happening) => happening.kind === "attempt.completed" && happening.nodeId === nodeId,
  );
  if (results.length > 1) throw new Error(`${nodeId} has ${results.length} results`);
  const counted = lines.filter(({ type }) => type === "child.ended").length;
  const runs = tries + (furtherPasses.get(nodeId) ?? 0);
  if (kind === "child" && !hasItems(plan, nodeId) && counted !== runs)
    throw new Error(`${nodeId} had ${runs} runs, and ${counted} of them were counted`);
}
