import type { Json, JsonObject } from "#core/json/json.ts";
import type { ToolConfig } from "#core/nodes/tools/agent-tools.ts";
import type { PlanAgent, PlanNode, PlanTalk } from "#core/pipeline/plan/plan.ts";

/**
 * The status of a step of an agent with tools. `planned`: a call that has not been made yet. `lost`: a turn whose
 * worker died or gave up. `unknown`: a call that acts on the world, and may or may not have been made.
 */
const agentStepStatuses = ["planned", "running", "completed", "failed", "lost", "unknown"] as const;
export type AgentStepStatus = (typeof agentStepStatuses)[number];

/** The status shown for a step. `dropped`: a call whose node ended before it was made or answered. */
export const shownStepStatuses = [...agentStepStatuses, "dropped"] as const;
export type ShownStepStatus = (typeof shownStepStatuses)[number];

interface StepFields {
  /** Counts the steps of a node run from 1, across all its attempts. */
  readonly seq: number;
  /** The attempt that began it. */
  readonly attempt: number;
  readonly status: AgentStepStatus;
}

/** A tool call that a model asks for. */
export interface StepCall {
  /** The vendor's id, or our own if it gave none. */
  readonly callId: string;
  readonly name: string;
  readonly input: Json;
}

/** What a model said in a turn that has ended. */
export interface TurnOutput {
  readonly text: string;
  readonly calls: readonly StepCall[];
  /** Opaque data of the vendor's, given back to the same model. */
  readonly thoughts: readonly JsonObject[];
  /** The model that said it: `provider/model`. */
  readonly model: string;
  /** Why it stopped, in our words and in the vendor's. */
  readonly stop: string;
  readonly vendorStop: string;
}

/** One turn of a model. */
export interface ModelStep extends StepFields {
  readonly kind: "model";
  /** Null until it is completed; stays null if it never is. */
  readonly output: TurnOutput | null;
  /** Tokens read and written; 0 until it has ended. */
  readonly tokens: number;
  /** Its attempt failed with this as its answer, so it does not count as one. */
  readonly isRejected?: boolean;
}

/** One call of a tool. */
export interface ToolStep extends StepFields, StepCall {
  readonly kind: "tool";
  readonly effect: ToolConfig["effect"];
  /** The result given to the model; null until it is known. */
  readonly result: ToolAnswer | null;
  /** sha-256 of the tool's name and arguments. */
  readonly requestHash: string;
  /** What people decided about it; null: they were not asked, or have not decided yet. */
  readonly decision: CallDecision | null;
  /** Their words to the model; absent: nothing, or they were not asked. */
  readonly note?: string;
}

/** What people decided about a tool call. The database guarantees that it applies to the call's exact arguments. */
export type CallDecision = "approved" | "rejected";

export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
}

export type AgentStep = ModelStep | ToolStep;

/** An agent with tools. */
export type TalkingNode = PlanNode & { readonly agent: PlanAgent & { readonly talk: PlanTalk } };

export function isTalking(node: PlanNode): node is TalkingNode {
  return node.agent?.talk !== undefined;
}

/** A turn that has ended, and the calls it made, in order. */
export interface Exchange {
  readonly turn: ModelStep;
  readonly output: TurnOutput;
  readonly calls: readonly ToolStep[];
}

/** The conversation so far: the turns that have ended, oldest first. Lost turns are left out. */
export function exchangesOf(steps: readonly AgentStep[]): readonly Exchange[] {
  const exchanges: { turn: ModelStep; output: TurnOutput; calls: ToolStep[] }[] = [];
  for (const step of steps) {
    if (step.kind === "tool") exchanges.at(-1)?.calls.push(step);
    else if (step.status === "completed" && step.output !== null) {
      exchanges.push({ turn: step, output: step.output, calls: [] });
    }
  }
  return exchanges;
}

/** What comes next: a turn, calls that have no result yet, or nothing if the last turn called nothing. */
export type NextInTalk =
  | { readonly kind: "turn" }
  | { readonly kind: "calls"; readonly calls: readonly ToolStep[] }
  | { readonly kind: "answer"; readonly output: TurnOutput };

/** Decides by what is recorded, so that a worker that takes over continues from there. */
export function nextInTalk(steps: readonly AgentStep[]): NextInTalk {
  const last = exchangesOf(steps).at(-1);
  if (last === undefined) return { kind: "turn" };
  if (last.calls.length === 0 && last.turn.isRejected === true) return { kind: "turn" };
  if (last.calls.length === 0) return { kind: "answer", output: last.output };
  const open = last.calls.filter(({ result }) => result === null);
  return open.length === 0 ? { kind: "turn" } : { kind: "calls", calls: open };
}

/** Calls that act on the world, had begun, and have no result: a worker that takes over must not make them again. */
export function doubtfulCalls(steps: readonly AgentStep[]): readonly ToolStep[] {
  return steps.flatMap((step) =>
    step.kind === "tool" && step.effect === "write" && step.status === "running" ? [step] : [],
  );
}

/** What the model is told about a call whose effect is unknown. */
export const doubtWords =
  "It is not known whether this call acted. It has not been repeated. Find out how things stand before you call it again.";

/** The result given to the model for such a call if no response was received. */
export const unknownAnswer: ToolAnswer = {
  text: `${doubtWords}\nThe worker that made it was lost before the answer came.`,
  isError: true,
};

/** Why an agent may not continue; `stop` is how that is reported. */
export interface TalkLimit {
  readonly stop: "max_turns" | "max_tool_calls" | "max_total_tokens";
  readonly field: "maxTurns" | "maxToolCalls" | "maxTotalTokens";
  readonly limit: number;
}

/** The limit that keeps an agent from its next turn or its next calls; null: none does. */
export function reachedLimit(
  { maxTurns, maxToolCalls, maxTotalTokens }: PlanTalk,
  steps: readonly AgentStep[],
): TalkLimit | null {
  const exchanges = exchangesOf(steps);
  const calls = exchanges.reduce((sum, exchange) => sum + exchange.calls.length, 0);
  if (calls > maxToolCalls) return { stop: "max_tool_calls", field: "maxToolCalls", limit: maxToolCalls };
  const next = nextInTalk(steps);
  if (next.kind !== "turn") return null;
  if (exchanges.length >= maxTurns) return { stop: "max_turns", field: "maxTurns", limit: maxTurns };
  const tokens = steps.reduce((sum, step) => sum + (step.kind === "model" ? step.tokens : 0), 0);
  if (maxTotalTokens === null || tokens < maxTotalTokens) return null;
  return { stop: "max_total_tokens", field: "maxTotalTokens", limit: maxTotalTokens };
}
