import type { RunId } from "#core/ids.ts";
import { type PipelineDefinition, pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { compilePlan } from "#core/pipeline/plan/plan.ts";
import type { Effect } from "../advance-result.ts";
import type { ChildEnd } from "../happening.ts";
import { isOpenPhase } from "../phase.ts";
import { standsStill } from "../standing-still.ts";
import { isTerminalRun } from "../status.ts";
import { SimulatedRun } from "./simulated-run.ts";

/** A pipeline and those that its calls run, in their order. */
export interface TreeSeed {
  readonly definition: PipelineDefinition;
  readonly below: readonly TreeSeed[];
  /** How the attempts of its effects end, in their order; then as the last. */
  readonly failures?: readonly boolean[];
}

export interface TreeShape {
  readonly levels: readonly {
    readonly calls: number;
    readonly isChain: boolean;
    /** They are loops, of this many passes at most; their `until` holds after as many passes as the node's number. */
    readonly maxPasses?: number | undefined;
  }[];
  readonly failures: readonly boolean[];
  readonly maxRetries: number;
  readonly onError: "fail" | "continue";
}

/** To look at a node's run. */
interface Word {
  readonly member: Member;
  readonly nodeId: string;
}

interface Member {
  readonly id: RunId;
  readonly seed: TreeSeed;
  readonly run: SimulatedRun;
  readonly parent: {
    readonly member: Member;
    readonly nodeId: string;
    readonly attempt: number;
    /** Undefined for a call. */
    readonly pass: number | undefined;
  } | null;
  readonly children: Member[];
  seenEffects: number;
  hasSaidEnd: boolean;
}

/**
 * A graph of nodes by their kinds: `call`, `loop`, `pause` (a delay) or `act`, one behind the other or side by side.
 */
export function chainDefinition(
  kinds: readonly ("call" | "loop" | "pause" | "act")[],
  {
    isChain = true,
    maxPasses = 1,
    maxRetries = 0,
    onError = "fail",
  }: Partial<TreeShape> & { readonly isChain?: boolean; readonly maxPasses?: number | undefined } = {},
): PipelineDefinition {
  const isAlone = (kind: string) => kinds.length === 1 && (kind === "pause" || kind === "act");
  const ids = kinds.map((kind, index) => (isAlone(kind) ? kind : `${kind}${index}`));
  const loop = { pipeline: "other", until: "output == null", maxPasses, carry: "input" };
  const config = { call: { pipeline: "other" }, loop, pause: { seconds: 1 }, act: { action: "noop" } };
  const type = { call: "call", loop: "loop", pause: "delay", act: "action" };
  return pipelineDefinitionSchema.parse({
    name: "Any",
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      ...kinds.map((kind, index) => ({
        id: ids[index],
        type: type[kind],
        name: kind,
        config: config[kind],
        retry: { maxRetries },
        onError,
      })),
    ],
    edges: ids.map((id, index) => ({
      id: `e${index}`,
      from: isChain ? (ids[index - 1] ?? "start") : "start",
      to: id,
    })),
  });
}

/** The tree of a shape: a pipeline of each level calls as many of the next; the last ones act. */
export function treeOf({ levels, failures, ...policy }: TreeShape): TreeSeed {
  const [level, ...rest] = levels;
  if (level === undefined) return { definition: chainDefinition(["act"]), below: [], failures };
  const { isChain, maxPasses } = level;
  const kind = maxPasses === undefined ? ("call" as const) : ("loop" as const);
  const calls = Array.from({ length: level.calls }, () => kind);
  const below = calls.map((_, index) => treeOf({ levels: rest, failures: failures.slice(index), ...policy }));
  return { definition: chainDefinition(calls, { isChain, maxPasses, ...policy }), below };
}

/**
 * Runs that start runs, in memory, with what carries words between them: each may come late, twice or never, and a
 * healer looks after all. It does what `services/progress` does, without a database.
 */
export class SimulatedTree {
  readonly root: Member;
  /** Runs that went on after their parent had ended. */
  readonly orphans: RunId[] = [];
  #words: Word[] = [];

  constructor(seed: TreeSeed) {
    this.root = this.#begin(seed, "root", null);
  }

  /** All runs, parents before their children. */
  members(from: Member = this.root): readonly Member[] {
    return [from, ...from.children.flatMap((child) => this.members(child))];
  }

  /** Plays it to its end: each number of the schedule chooses what happens next. */
  play(schedule: readonly number[], beforeStep: (index: number) => void = () => {}): this {
    for (let index = 0; this.root.run.end === null; index += 1) {
      if (index > 5_000) throw new Error("The tree does not end");
      beforeStep(index);
      this.#step(schedule[index % schedule.length] ?? 0);
      this.#watch();
    }
    return this;
  }

  /** Carries all words, and starts what is to be started, until nothing but what takes time is left. */
  settleDown(): void {
    for (let round = 0; round < 100; round += 1) this.#heal();
  }

  stop(isCancel: boolean): void {
    this.root.run.deliver(
      isCancel ? { kind: "cancel.requested", reason: "enough" } : { kind: "timeout.reached" },
    );
    this.#post(this.root);
  }

  /** How it ended, whatever came in between. */
  summary(member: Member = this.root): unknown {
    const { run, children } = member;
    const told = children.map((child) => [
      child.parent?.nodeId,
      child.parent?.attempt,
      child.parent?.pass ?? 0,
      this.summary(child),
    ]);
    return [run.end?.status, run.end?.error?.nodeId ?? null, { ...run.state.phases }, told.toSorted()];
  }

  #begin(seed: TreeSeed, id: string, parent: Member["parent"]): Member {
    const run = new SimulatedRun(
      compilePlan(seed.definition, []),
      endingsOf(seed, parent?.attempt ?? 1),
      null,
    );
    const member = { id: id as RunId, seed, run, parent, children: [], seenEffects: 0, hasSaidEnd: false };
    run.start();
    this.#post(member);
    return member;
  }

  #step(choice: number): void {
    const moves = this.members().flatMap((member) => [
      ...member.run
        .possible()
        .filter((nodeId) => member.run.plan.nodeById.get(nodeId)?.kind !== "child")
        .map((nodeId) => () => member.run.step(nodeId)),
    ]);
    const words = this.#words.map((word) => () => {
      this.#words = this.#words.filter((one) => one !== word);
      // Some are lost, some come twice.
      if (choice % 7 !== 0) this.#look(word.member, word.nodeId);
      if (choice % 5 === 0) this.#look(word.member, word.nodeId);
    });
    const all = [...words, ...moves];
    all[choice % all.length]?.();
    if (all.length === 0 || choice % 11 === 3) this.#heal();
    for (const member of this.members()) this.#post(member);
  }

  /** Looks after every run from its state alone, as the reconciler does. */
  #heal(): void {
    for (const member of this.members()) {
      this.#stopWithParent(member);
      for (const { id, kind } of member.run.plan.nodes) {
        const phase = member.run.state.phases[id] ?? "idle";
        if (kind === "child" && phase !== "idle" && isOpenPhase(phase)) this.#look(member, id);
      }
      this.#post(member);
    }
  }

  /** Starts the run of a node, or sees what has become of it. */
  #look(member: Member, nodeId: string): void {
    const { run } = member;
    const phase = run.state.phases[nodeId] ?? "idle";
    if (run.end !== null || !isOpenPhase(phase) || phase === "idle") return;
    const attempt = run.state.attempts[nodeId]?.number ?? 0;
    if (phase === "ready" || phase === "retrying") {
      run.deliver({ kind: "attempt.started", nodeId, attempt: attempt + 1 });
      this.#beginChild(member, nodeId);
      return;
    }
    const pass = run.state.attempts[nodeId]?.pass;
    const child = member.children.find(
      ({ parent }) => parent?.nodeId === nodeId && parent.attempt === attempt && parent.pass === pass,
    );
    if (child === undefined) throw new Error(`${nodeId} is ${phase} and its run is not there`);
    const end = endOf(child);
    const ofPass = pass === undefined ? {} : { pass };
    if (end !== null) run.deliver({ kind: "child.ended", nodeId, attempt, ...ofPass, end, jitter: 0 });
    else run.deliver({ kind: isResting(child) ? "child.rests" : "child.moves", nodeId, attempt });
    // The next pass begins in the same step.
    this.#post(member);
  }

  #beginChild(member: Member, nodeId: string): void {
    const { run } = member;
    const index = run.plan.nodes.filter(({ kind }) => kind === "child").findIndex(({ id }) => id === nodeId);
    const seed = member.seed.below[index];
    if (seed === undefined) throw new Error(`${nodeId} calls nothing`);
    const { number: attempt = 0, pass } = run.state.attempts[nodeId] ?? {};
    const parent = { member, nodeId, attempt, pass };
    const id = `${member.id}/${nodeId}.${attempt}${pass === undefined ? "" : `.${pass}`}`;
    member.children.push(this.#begin(seed, id, parent));
  }

  #stopWithParent({ run, parent }: Member): void {
    if (parent === null || run.end !== null || run.state.closing !== null) return;
    const { state } = parent.member.run;
    if (state.closing === null && !isTerminalRun(state.status)) return;
    run.deliver({ kind: "cancel.requested", reason: "with its parent" });
  }

  /** Carries out what a run asks for, and tells its parent what it would want to know. */
  #post(member: Member): void {
    const { run, parent } = member;
    const fresh = run.effects.slice(member.seenEffects);
    member.seenEffects = run.effects.length;
    for (const effect of fresh) this.#carryOut(member, effect);
    const isNewEnd = run.end !== null && !member.hasSaidEnd;
    member.hasSaidEnd ||= isNewEnd;
    if (parent !== null && (isNewEnd || fresh.length > 0)) this.#say(parent);
  }

  #carryOut(member: Member, effect: Effect): void {
    switch (effect.kind) {
      case "children.stop":
        for (const child of member.children) {
          if (effect.nodeIds.includes(child.parent?.nodeId ?? "")) this.#stopWithParent(child);
        }
        return;
      case "node.ready":
        if (member.run.plan.nodeById.get(effect.nodeId)?.kind === "child")
          this.#say({ member, nodeId: effect.nodeId });
        return;
      case "pass.begins":
        this.#beginChild(member, effect.nodeId);
        return;
      case "attempts.abort":
      case "run.continue":
    }
  }

  #say(word: Word): void {
    const isSaid = this.#words.some(({ member, nodeId }) => member === word.member && nodeId === word.nodeId);
    if (!isSaid) this.#words.push(word);
  }

  #watch(): void {
    for (const { id, run, parent } of this.members()) {
      if (run.end === null && parent !== null && parent.member.run.end !== null) this.orphans.push(id);
    }
  }
}

function endingsOf({ definition, failures = [] }: TreeSeed, attempt: number) {
  const ending = failures[attempt - 1] === true ? ("refused" as const) : ("completed" as const);
  return Object.fromEntries(definition.nodes.map(({ id }) => [id, [ending]]));
}

function endOf({ id, run }: Member): ChildEnd | null {
  const { end } = run;
  if (end === null) return null;
  return { runId: id, status: end.status, output: end.output, isCut: false, error: end.error };
}

function isResting({ run }: Member): boolean {
  return standsStill(run.plan, run.state);
}
