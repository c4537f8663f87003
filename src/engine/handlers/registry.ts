import type { NodeTypeName } from "#core/nodes/registry.ts";
import type { NodeHandler } from "#engine/node-handler.ts";
import { runAction } from "./action.ts";
import { runAgent } from "./agent.ts";

/** Node types that touch the world. The others are decided by the reducer, or are a mere wait. */
export const handlers: { readonly [Type in NodeTypeName]?: NodeHandler } = {
  agent: runAgent,
  action: runAction,
};
