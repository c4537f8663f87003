import type { Call } from "#core/nodes/behaviour.ts";
import { callOf } from "#core/nodes/type-of.ts";
import type { PipelineDefinition } from "../definition.ts";

/** A node that calls another pipeline. */
export interface NodeCall {
  readonly nodeId: string;
  readonly call: Call;
}

/** Where in a node it stands what is called. */
export const calledAt = ["config", "pipeline"] as const;

/** All calls of a definition, in its order. */
export function callsOf({ nodes }: Pick<PipelineDefinition, "nodes">): readonly NodeCall[] {
  return nodes.flatMap((node) => {
    const call = callOf(node);
    return call === null ? [] : [{ nodeId: node.id, call }];
  });
}

/** Under which name the version that a call runs is frozen with the root of its tree. */
export function callKey({ pipeline, version }: Call): string {
  return version === null ? pipeline : `${pipeline}@${version}`;
}
