import type { Problem } from "#core/errors.ts";
import { undoOf } from "#core/nodes/undo-of.ts";
import type { PipelineDefinition } from "../definition.ts";
import { warning } from "../problem.ts";

/** A pipeline that should undo what it did, and has nothing that says how. */
export function checkUndo({ settings, nodes }: PipelineDefinition): readonly Problem[] {
  if (settings.onFailure === "keep" || nodes.some((node) => undoOf(node) !== null)) return [];
  return [
    warning(
      "UNUSED_SETTING",
      'settings.onFailure is "undo", but no node says how it is undone: add config.undo to the actions that should be undone.',
      { path: ["settings", "onFailure"] },
    ),
  ];
}
