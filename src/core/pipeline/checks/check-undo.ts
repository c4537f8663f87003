import type { Problem } from "#core/errors.ts";
import { undoOf } from "#core/nodes/undo-of.ts";
import { everyNode } from "../bodies/every-node.ts";
import type { PipelineDefinition } from "../definition.ts";
import { warning } from "../problem.ts";

/** A pipeline that should undo what it did, but has no undo. */
export function checkUndo(definition: PipelineDefinition): readonly Problem[] {
  if (definition.settings.onFailure === "keep") return [];
  if (everyNode(definition).some(({ node }) => undoOf(node) !== null)) return [];
  return [
    warning(
      "UNUSED_SETTING",
      'settings.onFailure is "undo", but no node says how it is undone: add config.undo to the actions that should be undone.',
      { path: ["settings", "onFailure"] },
    ),
  ];
}
