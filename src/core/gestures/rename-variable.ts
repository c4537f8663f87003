import { type EditPath, EditRefused, type TextEdit } from "#core/definition-text/edit/text-edit.ts";
import {
  renameVariableInExpression,
  renameVariableInTemplate,
} from "#core/expression/syntax/rename-names.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { variableObstacle, variablesIn } from "./change-definition.ts";
import { fieldAt } from "./change-field.ts";
import type { PlanGesture } from "./gesture.ts";
import { sketchBodyOf } from "./in-body.ts";
import { sourcesOf } from "./rename-node.ts";
import { sketchOf } from "./sketch.ts";

/**
 * Renames a variable, and with it everything that reads or sets it: expressions and templates of nodes, also in bodies,
 * which see their pipeline's variables, and what triggers set.
 */
export function renameVariable(from: string, to: string): PlanGesture {
  return (value) => {
    if (!Object.hasOwn(variablesIn(value), from))
      throw new EditRefused(`There is no variable "${from}" in the text.`);
    const obstacle = variableObstacle(value, to);
    if (obstacle !== null) throw new EditRefused(obstacle);
    return {
      name: `Rename ${from} to ${to}`,
      edits: [
        { kind: "rename", path: ["variables"], from, to },
        ...renameInTriggers(value, from, to),
        ...renameInNodes(value, [], new Map([[from, to]])),
      ],
    };
  };
}

function renameInTriggers(value: Json, from: string, to: string): readonly TextEdit[] {
  const triggers = fieldAt(value, ["triggers"]);
  return (Array.isArray(triggers) ? triggers : []).flatMap((trigger, index): readonly TextEdit[] => {
    const set = fieldAt(trigger, ["variables"]);
    if (!isJsonObject(set) || !Object.hasOwn(set, from)) return [];
    return [{ kind: "rename", path: ["triggers", index, "variables"], from, to }];
  });
}

/** In the nodes of the graph at a path, and in those of their bodies. */
function renameInNodes(graph: Json, path: EditPath, names: ReadonlyMap<string, string>): readonly TextEdit[] {
  return sketchOf(graph).nodes.flatMap((node): readonly TextEdit[] => {
    const own = [...path, "nodes", node.index];
    const edits = sourcesOf(node).flatMap(({ kind, path: within, source }): readonly TextEdit[] => {
      const renamed =
        kind === "expression"
          ? renameVariableInExpression(source, names)
          : renameVariableInTemplate(source, names);
      return renamed === source ? [] : [{ kind: "set", path: [...own, ...within], value: renamed }];
    });
    const body = sketchBodyOf(node);
    return body === null ? edits : [...edits, ...renameInNodes(body, [...own, "config", "body"], names)];
  });
}
