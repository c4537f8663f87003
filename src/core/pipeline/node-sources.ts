import type { ConfigSource } from "#core/nodes/node-type.ts";
import type { NodeDefinition } from "#core/nodes/registry.ts";
import { configSources } from "#core/nodes/type-of.ts";
import { mappingSources } from "../nodes/fields/mapping-sources.ts";

/** An expression or template of a node, with its path in the node. */
export interface NodeSource extends ConfigSource {
  /** Only an output mapping, an undo and what is evaluated after a pass see the node's own output. */
  readonly seesOutput: boolean;
}

/** Everything that a node evaluates against the run: its mappings and the expressions in its config. */
export function nodeSources(node: NodeDefinition): readonly NodeSource[] {
  return [
    ...(node.input === undefined ? [] : mappingSources(node.input, ["input"])).map(blind),
    ...configSources(node).map((source) => ({
      ...source,
      path: ["config", ...source.path],
      seesOutput: source.isUndo === true || source.isAfterPass === true,
    })),
    ...(node.output === undefined ? [] : mappingSources(node.output, ["output"])).map((source) => ({
      ...source,
      seesOutput: true,
    })),
  ];
}

function blind(source: ConfigSource): NodeSource {
  return { ...source, seesOutput: false };
}
