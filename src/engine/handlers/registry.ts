import type { EffectTypeName, NodeTypeName } from "#core/nodes/registry.ts";
import type { NodeHandler } from "#engine/node-handler.ts";
import { runAction } from "./action.ts";
import { runAgent } from "./agent.ts";

/** One for each node type that touches the world. */
const handlers: Readonly<Record<EffectTypeName, NodeHandler>> = {
  agent: runAgent,
  action: runAction,
};

/** What carries out a node of this type; undefined for those that the reducer decides, and for those that wait. */
export function findHandler(type: NodeTypeName): NodeHandler | undefined {
  const byName: Readonly<Partial<Record<NodeTypeName, NodeHandler>>> = handlers;
  return byName[type];
}
