import type { Happening } from "../happening.ts";
import type { RunState } from "../state.ts";

/** A run in memory. */
interface TalkingRun {
  readonly state: RunState;
  readonly nowMs: number;
  asksModel(nodeId: string): boolean;
  deliver(happening: Happening): boolean;
}

/** The tools of some agents start runs once, in the middle of an attempt; which agents do follows from the node. */
export class ToolRuns {
  /** In which attempt each node did. */
  private readonly attempts = new Map<string, number>();

  /** Starts them where the node does so; false where it does not, or has done so. */
  begin(run: TalkingRun, nodeId: string): boolean {
    const isOne = run.asksModel(nodeId) && /[369]$/.test(nodeId);
    if (!isOne || this.attempts.has(nodeId)) return false;
    const attempt = run.state.attempts[nodeId]?.number ?? 1;
    if (!run.deliver({ kind: "tool-runs.begun", nodeId, attempt })) return false;
    this.attempts.set(nodeId, attempt);
    return true;
  }

  /** Whether they are in flight. */
  areOut(run: TalkingRun, nodeId: string): boolean {
    return run.state.attempts[nodeId]?.awaitsRuns === true;
  }

  /** They come to wait, go on again, or end. */
  go(run: TalkingRun, nodeId: string): void {
    const attempt = this.attempts.get(nodeId) ?? 1;
    const isWaiting = run.state.phases[nodeId] === "waiting";
    if (!isWaiting && run.state.closing === null && run.nowMs % 3 === 0) {
      run.deliver({ kind: "child.rests", nodeId, attempt });
    } else if (isWaiting && run.nowMs % 2 === 0) run.deliver({ kind: "child.moves", nodeId, attempt });
    else run.deliver({ kind: "tool-runs.ended", nodeId, attempt, error: null, jitter: 0 });
  }

  /** How many attempts before this one ended in this way, and have no end of their own: 0 or 1. */
  before(nodeId: string, attempt: number): number {
    return attempt > (this.attempts.get(nodeId) ?? Number.POSITIVE_INFINITY) ? 1 : 0;
  }
}
