import type { CalledPipeline } from "#core/nodes/behaviour.ts";
import { mayStartRuns, pipelinesOf } from "#core/nodes/type-of.ts";
import { everyNode } from "../bodies/every-node.ts";
import type { PipelineDefinition } from "../definition.ts";

/** A node that calls another pipeline, or whose agent has a tool that does. */
export interface NodeCall {
  /** The node of the definition itself that calls, or in whose body the call stands. */
  readonly nodeId: string;
  /** Where in that node the pipeline is named. */
  readonly path: readonly (string | number)[];
  /** Names of the nodes in whose bodies it stands, the outermost first: each is a run on the way. */
  readonly within: readonly string[];
  /** The tool of an agent that calls; absent: the node itself does. */
  readonly tool?: string;
  readonly call: CalledPipeline;
}

/** All calls of a definition, in its order: those in bodies too, and those of tools. */
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

/** Under which name the version that a call runs is frozen with the root of its tree. */
export function callKey({ pipeline, version }: CalledPipeline): string {
  return version === null ? pipeline : `${pipeline}@${version}`;
}

/** Under which name what a body runs is frozen with the root of its tree: the body of that node of that version. */
export function bodyKey(versionId: string, nodeId: string): string {
  return `${versionId}/${nodeId}`;
}
