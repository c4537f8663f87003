import type { Happening } from "../happening.ts";
import type { RunState } from "../state.ts";

/** A run in memory. */
interface AskedRun {
  readonly state: RunState;
  asksModel(nodeId: string): boolean;
  deliver(happening: Happening): boolean;
}

const entry = {
  kind: "approval",
  title: "A call",
  show: "",
  form: null,
  choices: ["approve", "reject"],
  deciders: { roles: [], members: [] },
  quorum: 1,
  noSelfApproval: false,
  call: { step: 2, requestHash: "h" },
} as const;

/** Some agents ask people about a call once, in the middle of an attempt; which, follows from the node. */
export class AskedPeople {
  /** In which attempt each node asked. */
  private readonly attempts = new Map<string, number>();

  /** Asks where the node does so; false where it does not, or has done so. */
  ask(run: AskedRun, nodeId: string): boolean {
    if (!run.asksModel(nodeId) || this.attempts.has(nodeId) || nodeId.length % 2 === 0) return false;
    const attempt = run.state.attempts[nodeId]?.number ?? 1;
    if (!run.deliver({ kind: "call.asked", nodeId, attempt, entry, untilMs: null })) return false;
    this.attempts.set(nodeId, attempt);
    return true;
  }

  /** Decides what was asked; false where nothing was. */
  decide(run: AskedRun, nodeId: string): boolean {
    if (run.state.attempts[nodeId]?.asks !== true) return false;
    const answer = { kind: "decided", choice: "approve", form: null, by: [], atMs: 7 } as const;
    return run.deliver({ kind: "call.decided", nodeId, answer, next: null, isFatal: false });
  }

  /** An attempt that asked has no end of its own: those behind it are counted without it. */
  countedAs(nodeId: string, attempt: number): number {
    return attempt > (this.attempts.get(nodeId) ?? Number.POSITIVE_INFINITY) ? attempt - 1 : attempt;
  }
}
