import type { Behaviour } from "#core/nodes/behaviour.ts";
import { typeOf } from "#core/nodes/type-of.ts";
import { undoIdOf, undoOf } from "#core/nodes/undo-of.ts";
import type { RetryPolicy } from "#core/policy/retry.ts";
import type { EdgeDefinition, NodeDefinition, PipelineSettings } from "../definition.ts";
import { wayOf } from "../graph/way-out.ts";
import { type NodeSource, nodeSources } from "../node-sources.ts";
import { parseSource } from "../parse-source.ts";
import { secretsOf } from "../secrets-of.ts";
import { compileAgent } from "./compile-agent.ts";
import type { AgentSnapshot, NodeLane, PlanEdge, PlanNode } from "./plan-node.ts";

/** What a node is compiled with. */
export interface Surroundings {
  readonly settings: PipelineSettings;
  readonly agents: ReadonlyMap<string, AgentSnapshot>;
  readonly incoming: ReadonlyMap<string, readonly PlanEdge[]>;
  readonly outgoing: ReadonlyMap<string, readonly PlanEdge[]>;
}

export function compileEdge(edge: EdgeDefinition, source: NodeDefinition | undefined): PlanEdge {
  const { id, from, to } = edge;
  return { id, from, to, condition: wayOf(edge, source) };
}

/** Resolves everything about one node. */
export function compileNode(node: NodeDefinition, index: number, around: Surroundings): PlanNode {
  const { run, defaultTimeoutMs } = typeOf(node);
  return {
    id: node.id,
    type: node.type,
    name: node.name,
    index,
    definition: node,
    kind: run.kind,
    lane: laneOf(run),
    incoming: around.incoming.get(node.id) ?? [],
    outgoing: around.outgoing.get(node.id) ?? [],
    timeoutMs: node.timeoutMs ?? defaultTimeoutMs,
    retry: compileRetry(node, around.settings),
    onError: node.onError,
    fallbackOutput: node.fallbackOutput ?? null,
    limits: { outputBytes: node.limits?.outputBytes ?? null, costMicros: node.limits?.costMicros ?? null },
    outputSchema: node.outputSchema ?? null,
    agent: compileAgent(node, around.agents),
    references: compileReferences(nodeSources(node).filter(({ isUndo }) => isUndo !== true)),
    secrets: secretsOf(node),
    undoes: null,
  };
}

/**
 * The undo of a node as a node of its own, so that it is claimed, retried and settled like any other; null if the node
 * has none. Its index is its place in the stored state.
 */
export function compileUndo(node: NodeDefinition, index: number, around: Surroundings): PlanNode | null {
  const config = undoOf(node);
  if (config === null || node.type !== "action") return null;
  const { id, name, timeoutMs, retry, limits } = node;
  const definition: NodeDefinition = {
    id: undoIdOf(id),
    type: "action",
    name: `Undo of ${name}`,
    config,
    onError: "fail",
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(retry === undefined ? {} : { retry }),
    ...(limits === undefined ? {} : { limits }),
  };
  const nowhere = { ...around, incoming: new Map(), outgoing: new Map() };
  return { ...compileNode(definition, index, nowhere), undoes: id };
}

function laneOf(run: Behaviour<unknown>): NodeLane {
  if (run.kind === "effect") return run.lane;
  // A gate wakes a worker when its wait is over; a node that starts child runs, and is notified of their end, is one
  // too.
  return run.kind === "pure" ? null : "node";
}

/** A called pipeline's nodes are retried in its own run: the whole run is repeated only if the node says so. */
function compileRetry({ type, retry }: NodeDefinition, settings: PipelineSettings): RetryPolicy {
  const usual = typeOf({ type }).run.kind === "child" ? 0 : settings.maxRetriesPerNode;
  return {
    maxRetries: retry?.maxRetries ?? usual,
    backoffBaseMs: retry?.backoffBaseMs ?? Math.round(settings.retryBackoffBase * 1_000),
    backoffMaxMs: retry?.backoffMaxMs ?? Math.round(settings.retryBackoffMax * 1_000),
  };
}

function compileReferences(sources: readonly NodeSource[]): readonly string[] {
  const references = sources.flatMap((source) => {
    const parsed = parseSource(source);
    if (!parsed.ok) throw new Error(`Only a definition that validates can be compiled: ${parsed.message}`);
    return parsed.references.nodes;
  });
  return [...new Set(references)];
}
