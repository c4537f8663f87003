import type { SourceFormat } from "../form/form-fields.ts";
import type { PreviewScope } from "./preview-scope.ts";
import { type Preview, previewSource, type SourceReading } from "./preview-source.ts";

interface PreviewedField {
  readonly nodeType: string;
  /** In the node. */
  readonly path: readonly (string | number)[];
  readonly format: SourceFormat;
  readonly text: string;
  /** Whether the run mapped what the node puts out: what its own mapping would see is gone then. */
  readonly wasMapped: boolean;
}

/** What one field of a node would give with the values of a run; null where nothing can be said of it. */
export function previewField(found: PreviewScope, field: PreviewedField): Preview | null {
  const { path, format, text, wasMapped } = field;
  const isOutput = path[0] === "output";
  // An event is not there before it comes, and what a model gives a tool not before it calls.
  if (path.at(-1) === "match" || path[1] === "tools" || (isOutput && wasMapped)) return null;
  if (!found.ok) return { kind: "fault", message: found.message };
  return previewSource(text, readingOf(field, format), path[0] === "input" ? found.unmapped : found.scope);
}

function readingOf({ nodeType, path }: PreviewedField, format: SourceFormat): SourceReading {
  return nodeType === "condition" && path[0] === "config" ? "condition" : format;
}
