import type { Happening, RunState } from "../state.ts";

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
export function asksPeople(run: AskedRun, nodeId: string, asked: Set<string>): boolean {
  if (!run.asksModel(nodeId) || asked.has(nodeId) || nodeId.length % 2 === 0) return false;
  asked.add(nodeId);
  const attempt = run.state.attempts[nodeId]?.number ?? 1;
  return run.deliver({ kind: "call.asked", nodeId, attempt, entry, untilMs: null });
}

/** Decides what was asked; false where nothing was. */
export function decidesCall(run: AskedRun, nodeId: string): boolean {
  if (run.state.attempts[nodeId]?.asks !== true) return false;
  const answer = { kind: "decided", choice: "approve", form: null, by: [], atMs: 7 } as const;
  return run.deliver({ kind: "call.decided", nodeId, answer, next: null, isFatal: false });
}
