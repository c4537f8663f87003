import type { ConfigSource } from "#core/nodes/node-type.ts";
import type { NodeDefinition } from "#core/nodes/registry.ts";
import { nodeSources } from "./node-sources.ts";
import { parseSource } from "./parse-source.ts";

/** A secret of the workspace that a node's request uses, and the template that names it. */
export interface TakenSecret {
  readonly name: string;
  readonly path: ConfigSource["path"];
  readonly isUndo: boolean;
}

/** Every place of a node that names a secret. Templates that do not parse name none. */
export function secretUses(node: NodeDefinition): readonly TakenSecret[] {
  return nodeSources(node).flatMap((source) => {
    const parsed = source.seesSecrets ? parseSource(source) : null;
    return parsed?.ok
      ? parsed.references.secrets.map((name) => ({ name, path: source.path, isUndo: source.isUndo === true }))
      : [];
  });
}

/** Names of the secrets that a node's request uses, each once; without those of its undo. */
export function secretsOf(node: NodeDefinition): readonly string[] {
  const own = secretUses(node).filter(({ isUndo }) => !isUndo);
  return [...new Set(own.map(({ name }) => name))];
}
