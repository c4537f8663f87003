import type { CalledPipeline } from "#core/nodes/behaviour.ts";
import { callOf } from "#core/nodes/type-of.ts";
import { everyNode } from "../bodies/every-node.ts";
import type { PipelineDefinition } from "../definition.ts";

/** A node that calls another pipeline. */
export interface NodeCall {
  /** The node of the definition itself that calls, or in whose body the call stands. */
  readonly nodeId: string;
  /** Where in that node the pipeline is named. */
  readonly path: readonly (string | number)[];
  /** Names of the nodes in whose bodies it stands, the outermost first: each is a run on the way. */
  readonly within: readonly string[];
  readonly call: CalledPipeline;
}

/** Where in a node it stands what is called. */
export const calledAt = ["config", "pipeline"] as const;

/** All calls of a definition, in its order: those in bodies too. */
export function callsOf(definition: Pick<PipelineDefinition, "nodes">): readonly NodeCall[] {
  return everyNode(definition).flatMap(({ node, ownerId, path, within }) => {
    const call = callOf(node);
    return call?.kind !== "pipeline" ? [] : [{ nodeId: ownerId, path: [...path, ...calledAt], within, call }];
  });
}

/** Whether runs of a definition start runs. */
export function startsRuns({ nodes }: Pick<PipelineDefinition, "nodes">): boolean {
  return nodes.some((node) => callOf(node) !== null);
}

/** Under which name the version that a call runs is frozen with the root of its tree. */
export function callKey({ pipeline, version }: CalledPipeline): string {
  return version === null ? pipeline : `${pipeline}@${version}`;
}

/** Under which name what a body runs is frozen with the root of its tree: the body of that node of that version. */
export function bodyKey(versionId: string, nodeId: string): string {
  return `${versionId}/${nodeId}`;
}
