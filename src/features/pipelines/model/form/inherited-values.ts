import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { defaultMaxTokens } from "#core/model/default-max-tokens.ts";
import { defaultOutputBytes } from "#core/nodes/fields/node-fields.ts";
import { nodeTypes } from "#core/nodes/registry.ts";
import { typeOf } from "#core/nodes/type-of.ts";
import { settingsSchema } from "#core/pipeline/definition.ts";
import type { KnownNames } from "../known-names.ts";

/** The value that applies to an empty field of a node, and where it comes from. */
export interface InheritedValue {
  readonly value: string | number;
  /** Null: it is the default of the node's type. */
  readonly from: string | null;
}

export interface InheritingNode {
  readonly type: string;
  readonly config: Json | undefined;
  /** The definition that contains the node; null if unknown, as in a body. */
  readonly settings: Json | null | undefined;
  readonly agents: KnownNames["agents"];
}

/** The inherited value of a node's field; null: none. */
export function inheritedValue(
  path: readonly (string | number)[],
  node: InheritingNode,
): InheritedValue | null {
  const type = nodeTypes.find((one) => one.type === node.type);
  if (type === undefined) return null;
  const name = path.join(".");
  switch (name) {
    case "timeoutMs":
      return { value: type.defaultTimeoutMs, from: null };
    case "retry.maxRetries":
      return typeOf(type).run.kind === "child"
        ? { value: 0, from: null }
        : ofSettings(node, "maxRetriesPerNode", 1);
    case "retry.backoffBaseMs":
      return ofSettings(node, "retryBackoffBase", 1_000);
    case "retry.backoffMaxMs":
      return ofSettings(node, "retryBackoffMax", 1_000);
    case "limits.outputBytes":
      return typeOf(type).run.kind === "effect" ? { value: defaultOutputBytes, from: null } : null;
    case "config.model":
      return ofAgent(node, "model");
    case "config.maxTokens":
      return ofAgent(node, "maxTokens");
    case "config.effort":
      return ofAgent(node, "effort");
    case "config.fallbackModel":
      return ofAgent(node, "fallbackModel");
    default:
      return null;
  }
}

type SettingName = "maxRetriesPerNode" | "retryBackoffBase" | "retryBackoffMax";

function ofSettings({ settings }: InheritingNode, name: SettingName, unit: number): InheritedValue | null {
  if (settings === null) return null;
  const read = settingsSchema.safeParse(settings ?? {});
  return read.success
    ? { value: Math.round(read.data[name] * unit), from: "the settings of the pipeline" }
    : null;
}

type AgentField = "model" | "maxTokens" | "effort" | "fallbackModel";

function ofAgent({ type, config, agents }: InheritingNode, field: AgentField): InheritedValue | null {
  if (type !== "agent") return null;
  const key = isJsonObject(config) ? config.agentId : undefined;
  const agent = agents.find((one) => one.key === key);
  const value = agent?.[field] ?? null;
  if (agent !== undefined && value !== null) return { value, from: `the agent ${agent.name}` };
  return key === undefined && field === "maxTokens" ? { value: defaultMaxTokens, from: null } : null;
}

/** The inherited value, in words. */
export function usualWords({ value, from }: InheritedValue): string {
  const words = typeof value === "number" ? value.toLocaleString("en-US") : value;
  return from === null ? `Default: ${words}.` : `Default: ${words}, from ${from}.`;
}
