import type { Json, JsonObject } from "#core/json/json.ts";
import type { ToolConfig } from "#core/nodes/tools/agent-tools.ts";
import type { PlanAgent, PlanNode, PlanTalk } from "#core/pipeline/plan/plan.ts";

/**
 * How a step of an agent with tools stands. `planned`: a call that nobody has made yet. `lost`: a turn whose worker
 * died or gave up. `unknown`: a call that acts on the world, and nobody knows whether it did.
 */
const agentStepStatuses = ["planned", "running", "completed", "failed", "lost", "unknown"] as const;
export type AgentStepStatus = (typeof agentStepStatuses)[number];

/** How a step is shown. `dropped`: a call that its node did not live to make, or to hear the answer of. */
export const shownStepStatuses = [...agentStepStatuses, "dropped"] as const;
export type ShownStepStatus = (typeof shownStepStatuses)[number];

interface StepFields {
  /** Counts the steps of a node run from 1, over all its attempts. */
  readonly seq: number;
  /** The attempt that began it. */
  readonly attempt: number;
  readonly status: AgentStepStatus;
}

/** What a model asks of a tool. */
export interface StepCall {
  /** The vendor's, or one of ours where it gave none. */
  readonly callId: string;
  readonly name: string;
  readonly input: Json;
}

/** What a model said in a turn that has ended. */
export interface TurnOutput {
  readonly text: string;
  readonly calls: readonly StepCall[];
  /** The vendor's own, given back to the same model. */
  readonly thoughts: readonly JsonObject[];
  /** Who said it: `provider/model`. */
  readonly model: string;
  /** Why it stopped, in our word and in the vendor's. */
  readonly stop: string;
  readonly vendorStop: string;
}

/** One turn of a model. */
export interface ModelStep extends StepFields {
  readonly kind: "model";
  /** Null until it is completed, and for one that never is. */
  readonly output: TurnOutput | null;
  /** Read and written; 0 until it has ended. */
  readonly tokens: number;
  /** Its attempt has failed with it as its answer: it is not one. */
  readonly isRejected?: boolean;
}

/** One call of a tool. */
export interface ToolStep extends StepFields, StepCall {
  readonly kind: "tool";
  readonly effect: ToolConfig["effect"];
  /** What the model is told; null until it is known. */
  readonly result: ToolAnswer | null;
  /** sha-256 of the tool's name and what it is given. */
  readonly requestHash: string;
  /** What people decided about it; null: they were not asked, or have not decided yet. */
  readonly decision: CallDecision | null;
  /** What they say to the model; absent: nothing, or nobody was asked. */
  readonly note?: string;
}

/** What people decided about a call of a tool. The database holds that it is about what the call is given. */
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

/** One turn that has ended, and the calls that it made, in their order. */
export interface Exchange {
  readonly turn: ModelStep;
  readonly output: TurnOutput;
  readonly calls: readonly ToolStep[];
}

/** What has been said so far: the turns that have ended, oldest first. Those that were lost are left out. */
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

/** What comes next: a turn, calls that have no answer yet, or nothing, for the last turn called nothing. */
export type NextInTalk =
  | { readonly kind: "turn" }
  | { readonly kind: "calls"; readonly calls: readonly ToolStep[] }
  | { readonly kind: "answer"; readonly output: TurnOutput };

/** Goes by what is written: whoever takes over continues after it. */
export function nextInTalk(steps: readonly AgentStep[]): NextInTalk {
  const last = exchangesOf(steps).at(-1);
  if (last === undefined) return { kind: "turn" };
  if (last.calls.length === 0 && last.turn.isRejected === true) return { kind: "turn" };
  if (last.calls.length === 0) return { kind: "answer", output: last.output };
  const open = last.calls.filter(({ result }) => result === null);
  return open.length === 0 ? { kind: "turn" } : { kind: "calls", calls: open };
}

/** The calls that act on the world, had begun, and have no answer: whoever takes over must not make them again. */
export function doubtfulCalls(steps: readonly AgentStep[]): readonly ToolStep[] {
  return steps.flatMap((step) =>
    step.kind === "tool" && step.effect === "write" && step.status === "running" ? [step] : [],
  );
}

/** What the model is told about a call whose effect nobody knows. */
export const doubtWords =
  "It is not known whether this call acted. It has not been repeated. Find out how things stand before you call it again.";

/** The answer that the model gets for such a call where nobody has heard one. */
export const unknownAnswer: ToolAnswer = {
  text: `${doubtWords}\nThe worker that made it was lost before the answer came.`,
  isError: true,
};

/** Why an agent may not go on; `stop` is how that is reported. */
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
