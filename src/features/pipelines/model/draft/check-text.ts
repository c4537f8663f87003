import { isNothingWritten } from "#core/definition-text/is-nothing-written.ts";
import { createProblemLocator, type LocatedProblem } from "#core/definition-text/locate-problem.ts";
import { type DefinitionOutline, outlineDefinition } from "#core/definition-text/outline-definition.ts";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { Json } from "#core/json/json.ts";
import { checkCalledTypes } from "#core/pipeline/checks/check-types.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type DefinitionReferences, validateDefinition } from "#core/pipeline/validate.ts";
import type { CalledOutputs } from "../known-names.ts";
import { readDraft } from "./read-draft.ts";

/** All that can be said of a definition while it is being written. */
export interface CheckedText {
  readonly text: string;
  /** Null while the text cannot be read at all. */
  readonly value: Json | null;
  /** Null while it has faults. */
  readonly definition: PipelineDefinition | null;
  /** Faults first, then warnings; all with their place in the text. */
  readonly problems: readonly LocatedProblem[];
  readonly outline: DefinitionOutline;
}

/** Reads and validates a text as the server would. What `references` leaves out is not known yet, and not checked. */
export function checkText(text: string, references: DefinitionReferences = {}): CheckedText {
  const source = readDraft(text);
  const parsed = parseDefinitionText(source);
  const outline = outlineDefinition(source);
  if (!parsed.ok) {
    // What is yet to be begun can be begun in the drawing.
    const value = isNothingWritten(text) ? {} : null;
    return { text, value, definition: null, problems: parsed.problems, outline };
  }
  const { value } = parsed;
  const validation = validateDefinition(value, references);
  const located = (validation.ok ? validation.warnings : validation.problems).map(
    createProblemLocator(source, value),
  );
  return {
    text,
    value,
    outline,
    problems: [...located, ...parsed.warnings],
    definition: validation.ok ? validation.definition : null,
  };
}

/** The same with what is wrong with expressions by what called pipelines put out. */
export function withCalledTypes(checked: CheckedText, calls: CalledOutputs): CheckedText {
  const { text, value, definition } = checked;
  if (definition === null || calls.size === 0) return checked;
  const located = checkCalledTypes(definition, calls).map(createProblemLocator(readDraft(text), value));
  return located.length === 0 ? checked : { ...checked, problems: [...checked.problems, ...located] };
}

/** What a text says, however wrong; null where it cannot be read. */
export function readText(text: string): Json {
  const parsed = parseDefinitionText(text);
  return parsed.ok ? parsed.value : null;
}
