import type { EffectTypeName, NodeTypeName } from "#core/nodes/registry.ts";
import { isTalking } from "#core/run/agent/agent-steps.ts";
import type { NodeHandler } from "#engine/node-handler.ts";
import { runAction } from "./action.ts";
import { runAgent } from "./agent.ts";
import { runTalk } from "./talk/run-talk.ts";

/** One for each node type that touches the world. */
const handlers: Readonly<Record<EffectTypeName, NodeHandler>> = {
  agent: (work) => (isTalking(work.task.node) ? runTalk(work, work.task.node) : runAgent(work)),
  action: runAction,
};

/** The handler of a node type; undefined for types that the reducer decides, and for types that wait. */
export function findHandler(type: NodeTypeName): NodeHandler | undefined {
  const byName: Readonly<Partial<Record<NodeTypeName, NodeHandler>>> = handlers;
  return byName[type];
}
