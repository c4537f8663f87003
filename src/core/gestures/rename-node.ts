import { type EditPath, EditRefused, type TextEdit } from "#core/definition-text/edit/text-edit.ts";
import { renameNodeInExpression, renameNodeInTemplate } from "#core/expression/syntax/rename-names.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { definitionIdSchema } from "#core/nodes/fields/names.ts";
import { nodeSources } from "#core/pipeline/node-sources.ts";
import type { PlanGesture } from "./gesture.ts";
import { marksOf } from "./marks.ts";
import { definitionOf, type SketchNode, sketchOf } from "./sketch.ts";
import { nodeIn } from "./ways.ts";

/** Why a node cannot have an id; null if it can. */
export function idObstacle(value: Json, nodeId: string, wanted: string): string | null {
  if (wanted === nodeId) return null;
  const parsed = definitionIdSchema.safeParse(wanted);
  if (!parsed.success) return `An id ${parsed.error.issues[0]?.message ?? "is a word"}.`;
  const isTaken = sketchOf(value).nodes.some(({ id }) => id === wanted);
  return isTaken ? `Another node already has the id "${wanted}".` : null;
}

/** Gives a node another id, also in its edges and in every expression that refers to it. */
export function renameNode(from: string, to: string): PlanGesture {
  return (value) => {
    const obstacle = idObstacle(value, from, to);
    if (obstacle !== null) throw new EditRefused(obstacle);
    const sketch = sketchOf(value);
    const { index } = nodeIn(sketch, from);
    return {
      name: `Rename ${from} to ${to}`,
      edits: [
        { kind: "set", path: ["nodes", index, "id"], value: to },
        ...sketch.edges.flatMap((edge): readonly TextEdit[] => {
          if (edge.isNext) return edge.to === from ? [{ kind: "set", path: edge.path, value: to }] : [];
          return (["from", "to"] as const).flatMap((end) =>
            edge[end] === from ? [{ kind: "set", path: [...edge.path, end], value: to }] : [],
          );
        }),
        ...sketch.nodes.flatMap((node) => renameReferences(node, new Map([[from, to]]))),
        ...marksOf(value).flatMap(({ index, nodeIds }) =>
          nodeIds.flatMap((id, place): readonly TextEdit[] =>
            id === from ? [{ kind: "set", path: ["groups", index, "nodes", place], value: to }] : [],
          ),
        ),
      ],
      chosen: [to],
    };
  };
}

/** Other ids for the nodes that a node's expressions and templates refer to. */
export function renameReferences(node: SketchNode, ids: ReadonlyMap<string, string>): readonly TextEdit[] {
  return sourcesOf(node).flatMap(({ kind, path, source }): readonly TextEdit[] => {
    const renamed =
      kind === "expression" ? renameNodeInExpression(source, ids) : renameNodeInTemplate(source, ids);
    return renamed === source ? [] : [{ kind: "set", path: ["nodes", node.index, ...path], value: renamed }];
  });
}

interface Source {
  readonly kind: "expression" | "template";
  readonly path: EditPath;
  readonly source: string;
}

/**
 * What a node evaluates; for an incomplete one, as far as can be seen: its mappings, and texts with placeholders in its
 * config.
 */
export function sourcesOf(node: SketchNode): readonly Source[] {
  const definition = definitionOf(node);
  const sources = definition === null ? guessedSources(node.raw) : nodeSources(definition);
  return sources.flatMap(({ kind, path, source }): readonly Source[] => {
    // Defaults are not in the text, and a condition on data is evaluated inside another expression.
    const written = valueAt(node.raw, path);
    return typeof written === "string" && source.includes(written) ? [{ kind, path, source: written }] : [];
  });
}

function guessedSources({ input, output, config }: SketchNode["raw"]): readonly Source[] {
  const textsOf = (value: Json | undefined, path: EditPath, kind: Source["kind"]): readonly Source[] => {
    if (typeof value === "string") return [{ kind, path, source: value }];
    if (typeof value !== "object" || value === null) return [];
    const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    // Expressions in a body refer to its own nodes.
    if (path.at(-2) === "config" && path.at(-1) === "body") return [];
    return entries.flatMap(([step, part]) => textsOf(part, [...path, step], kind));
  };
  return [
    ...textsOf(input, ["input"], "expression"),
    ...textsOf(output, ["output"], "expression"),
    ...textsOf(config, ["config"], "template"),
  ];
}

function valueAt(value: Json, path: EditPath): Json | undefined {
  return path.reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)];
    return isJsonObject(at) ? at[String(step)] : undefined;
  }, value);
}
