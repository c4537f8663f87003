import type { SourceFormat } from "../form/form-fields.ts";
import type { PreviewScope } from "./preview-scope.ts";
import { type Preview, previewSource, type SourceReading } from "./preview-source.ts";

interface PreviewedField {
  readonly nodeType: string;
  /** The path in the node. */
  readonly path: readonly (string | number)[];
  readonly format: SourceFormat;
  readonly text: string;
  /** Whether the run had an output mapping: the unmapped output is then not available. */
  readonly wasMapped: boolean;
}

/** What a node's field evaluates to with a run's values; null if that cannot be determined. */
export function previewField(found: PreviewScope, field: PreviewedField): Preview | null {
  const { path, format, text, wasMapped } = field;
  const isOutput = path[0] === "output";
  // An event, or a tool's input from a model, does not exist before it arrives.
  if (path.at(-1) === "match" || path[1] === "tools" || (isOutput && wasMapped)) return null;
  if (!found.ok) return { kind: "fault", message: found.message };
  return previewSource(text, readingOf(field, format), path[0] === "input" ? found.unmapped : found.scope);
}

function readingOf({ nodeType, path }: PreviewedField, format: SourceFormat): SourceReading {
  return nodeType === "condition" && path[0] === "config" ? "condition" : format;
}
