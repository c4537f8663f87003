import { isNothingWritten } from "#core/definition-text/is-nothing-written.ts";
import { createProblemLocator, type LocatedProblem } from "#core/definition-text/locate-problem.ts";
import { type DefinitionOutline, outlineDefinition } from "#core/definition-text/outline-definition.ts";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { Json } from "#core/json/json.ts";
import { type CallFault, callProblem } from "#core/pipeline/calls/call-problem.ts";
import { type WrittenCall, writtenCalls } from "#core/pipeline/calls/written-calls.ts";
import { checkCalledTypes } from "#core/pipeline/checks/expressions/check-types.ts";
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

/** What the workspace says of the pipelines that a text calls, as far as it has answered. */
export interface CalledPipelines {
  readonly outputs: CalledOutputs;
  /** What keeps a call from being made; null: nothing, or it is not known yet. */
  readonly faultOf: (call: WrittenCall) => CallFault | null;
}

/**
 * The same with what is wrong with calls, and with expressions by what called pipelines put out. As by the server these
 * are warnings: what is missing may be published before this is. Publishing refuses the calls.
 */
export function withCalled(checked: CheckedText, { outputs, faultOf }: CalledPipelines): CheckedText {
  const { text, value, definition } = checked;
  const types = definition === null || outputs.size === 0 ? [] : checkCalledTypes(definition, outputs);
  const calls = writtenCalls(value).flatMap((placed) => {
    const fault = faultOf(placed.call);
    return fault === null ? [] : [callProblem(placed, fault, "warning")];
  });
  if (types.length + calls.length === 0) return checked;
  const located = [...types, ...calls].map(createProblemLocator(readDraft(text), value));
  return { ...checked, problems: [...checked.problems, ...located] };
}

/** What a text says, however wrong; null where it cannot be read. */
export function readText(text: string): Json {
  const parsed = parseDefinitionText(text);
  return parsed.ok ? parsed.value : null;
}
