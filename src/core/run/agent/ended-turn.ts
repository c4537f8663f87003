import type { CallUsage } from "../node-task.ts";
import type { AgentStepStatus, ToolAnswer, ToolStep, TurnOutput } from "./agent-steps.ts";

/** A call that a turn asks for, with the fingerprint of what the tool is given. */
export type TurnCall = Pick<ToolStep, "seq" | "callId" | "name" | "input" | "effect" | "requestHash">;

/** A turn of an agent with tools that has ended, and its calls, numbered after it. */
export interface EndedTurn {
  readonly seq: number;
  readonly output: TurnOutput;
  readonly usage: CallUsage;
  readonly calls: readonly TurnCall[];
  readonly requestHash: string;
}

/** What becomes of a call: it is about to be made, or has ended. */
export interface CallNews {
  readonly seq: number;
  readonly status: Exclude<AgentStepStatus, "planned" | "lost">;
  /** Null for one that is about to be made. */
  readonly answer: ToolAnswer | null;
}
