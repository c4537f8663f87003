import type { CallUsage } from "../node-task.ts";
import type { AgentStepStatus, ToolAnswer, ToolStep, TurnOutput } from "./agent-steps.ts";

/** A call that a turn asks for, with a fingerprint of its tool and arguments. */
export type TurnCall = Pick<ToolStep, "seq" | "callId" | "name" | "input" | "effect" | "requestHash">;

/** An ended turn of an agent with tools, and its calls, numbered after it. */
export interface EndedTurn {
  readonly seq: number;
  readonly output: TurnOutput;
  readonly usage: CallUsage;
  readonly calls: readonly TurnCall[];
  readonly requestHash: string;
}

/** The progress of a call: it is about to be made, or has ended. */
export interface CallNews {
  readonly seq: number;
  readonly status: Exclude<AgentStepStatus, "planned" | "lost">;
  /** Null if it is about to be made. */
  readonly answer: ToolAnswer | null;
}
