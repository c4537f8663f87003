import type { CalledPipeline } from "#core/nodes/behaviour.ts";
import { mayStartRuns, pipelinesOf } from "#core/nodes/type-of.ts";
import { everyNode } from "../bodies/every-node.ts";
import type { PipelineDefinition } from "../definition.ts";

/** A node that calls another pipeline, or whose agent has a tool that does. */
export interface NodeCall {
  /** The definition's own node that calls, or whose body contains the call. */
  readonly nodeId: string;
  /** The place in that node where the pipeline is named. */
  readonly path: readonly (string | number)[];
  /** Names of the nodes whose bodies contain it, outermost first: each is a run on the way. */
  readonly within: readonly string[];
  /** The agent's tool that calls; absent: the node itself does. */
  readonly tool?: string;
  readonly call: CalledPipeline;
}

/** All calls of a definition, in order, including those in bodies and those of tools. */
export function callsOf(definition: Pick<PipelineDefinition, "nodes">): readonly NodeCall[] {
  return everyNode(definition).flatMap(({ node, ownerId, path, within }) =>
    pipelinesOf(node).map(({ path: at, ...called }) => ({
      nodeId: ownerId,
      path: [...path, "config", ...at],
      within,
      ...called,
    })),
  );
}

/** Whether runs of a definition start runs. */
export function startsRuns({ nodes }: Pick<PipelineDefinition, "nodes">): boolean {
  return nodes.some(mayStartRuns);
}

/** The key under which the version of a called pipeline is frozen with the root of its tree. */
export function callKey({ pipeline, version }: CalledPipeline): string {
  return version === null ? pipeline : `${pipeline}@${version}`;
}

/** The key under which the body of this node of this version is frozen with the root of its tree. */
export function bodyKey(versionId: string, nodeId: string): string {
  return `${versionId}/${nodeId}`;
}
