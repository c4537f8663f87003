import type { Json, JsonObject } from "#core/json/json.ts";
import type { Effort } from "#core/model/effort.ts";
import type { Behaviour } from "#core/nodes/behaviour.ts";
import type { OnError } from "#core/nodes/fields/node-fields.ts";
import type { NodeDefinition } from "#core/nodes/registry.ts";
import type { ToolConfig } from "#core/nodes/tools/agent-tools.ts";
import type { RetryPolicy } from "#core/policy/retry.ts";
import type { Role } from "#core/policy/roles.ts";

/** A workspace's agent as it was when the version was published; frozen with it. */
export interface AgentSnapshot {
  readonly key: string;
  readonly name: string;
  readonly instructions: string;
  readonly model: string;
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly fallbackModel?: string;
  readonly effort?: Effort;
}

/** The question of an agent node: the agent it names, overridden by the node's own settings. */
export interface PlanAgent {
  /** Null if the node has its own instructions and model. */
  readonly key: string | null;
  readonly name: string;
  readonly instructions: string | null;
  /** `provider/model`. */
  readonly model: string;
  /** Asked in turn if those before them do not answer; without duplicates. */
  readonly fallbackModels: readonly string[];
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly effort?: Effort;
  /** Absent: it answers in one turn. */
  readonly talk?: PlanTalk;
}

/** What an agent may do before it answers, and how much of it. */
export interface PlanTalk {
  readonly tools: readonly PlanTool[];
  readonly maxTurns: number;
  readonly maxToolCalls: number;
  /** Null: no limit of its own. */
  readonly maxTotalTokens: number | null;
  readonly approval: PlanApproval;
}

/** Who decides on tool calls, and what follows if nobody does. */
export interface PlanApproval {
  /** Both empty: everybody with the right to decide. */
  readonly deciders: { readonly roles: readonly Role[]; readonly members: readonly string[] };
  readonly noSelfApproval: boolean;
  /** Null: it waits as long as it takes. */
  readonly deadlineMs: number | null;
  readonly onTimeout: "reject" | "fail";
}

export interface PlanTool {
  readonly config: ToolConfig;
  /** The workspace's secrets that this tool uses, by name. */
  readonly secrets: readonly string[];
  /** People decide before it is called. */
  readonly asksPeople: boolean;
}

export interface PlanEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The branch of `from` that this edge belongs to; null: always, when `from` completes. */
  readonly condition: string | null;
}

/**
 * How the engine schedules a node: `agent` is throttled per provider key, `node` is not, null is decided inside the
 * transaction and never leaves it.
 */
export type NodeLane = "agent" | "node" | null;

/** A node with everything about it resolved. Handlers narrow on `definition.type`. */
export interface PlanNode {
  readonly id: string;
  readonly type: NodeDefinition["type"];
  readonly name: string;
  /** Position in topological order, from 0. */
  readonly index: number;
  readonly definition: NodeDefinition;
  /** What ends it: the reducer, a worker, time, or its child run. */
  readonly kind: Behaviour<unknown>["kind"];
  readonly lane: NodeLane;
  readonly incoming: readonly PlanEdge[];
  readonly outgoing: readonly PlanEdge[];
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  readonly onError: OnError;
  readonly fallbackOutput: Json;
  /** Null: no limit of its own. */
  readonly limits: { readonly outputBytes: number | null; readonly costMicros: number | null };
  readonly outputSchema: JsonObject | null;
  /** Set for agent nodes only. */
  readonly agent: PlanAgent | null;
  /** Upstream nodes that this node's mappings, expressions and templates refer to. */
  readonly references: readonly string[];
  /** The workspace's secrets that its request uses, by name; their values are looked up when it is sent. */
  readonly secrets: readonly string[];
  /** The node that this undoes; null for a node. */
  readonly undoes: string | null;
}
