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
import { parseDraft } from "./parse-draft.ts";

/** The check results of a definition that is being edited. */
export interface CheckedText {
  readonly text: string;
  /** Null while the text cannot be parsed. */
  readonly value: Json | null;
  /** Null while it has errors. */
  readonly definition: PipelineDefinition | null;
  /** Errors first, then warnings; all with their position in the text. */
  readonly problems: readonly LocatedProblem[];
  readonly outline: DefinitionOutline;
}

/**
 * Parses and validates a text as the server would. Names that are missing from `references` are unknown and not
 * checked.
 */
export function checkText(text: string, references: DefinitionReferences = {}): CheckedText {
  const source = parseDraft(text);
  const parsed = parseDefinitionText(source);
  const outline = outlineDefinition(source);
  if (!parsed.ok) {
    // An empty text can be started in the drawing.
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

/** What the workspace says about the pipelines that a text calls, as far as it has answered. */
export interface CalledPipelines {
  readonly outputs: CalledOutputs;
  /** Why a call is impossible; null: it is possible, or not known yet. */
  readonly faultOf: (call: WrittenCall) => CallFault | null;
}

/**
 * Adds problems with calls, and with expressions that read called pipelines' outputs. As on the server these are
 * warnings, since the called pipeline may be published first. Publishing refuses such calls.
 */
export function withCalled(checked: CheckedText, { outputs, faultOf }: CalledPipelines): CheckedText {
  const { text, value, definition } = checked;
  const types = definition === null || outputs.size === 0 ? [] : checkCalledTypes(definition, outputs);
  const calls = writtenCalls(value).flatMap((placed) => {
    const fault = faultOf(placed.call);
    return fault === null ? [] : [callProblem(placed, fault, "warning")];
  });
  if (types.length + calls.length === 0) return checked;
  const located = [...types, ...calls].map(createProblemLocator(parseDraft(text), value));
  return { ...checked, problems: [...checked.problems, ...located] };
}

/** The parsed text, however invalid; null if it cannot be parsed. */
export function readText(text: string): Json {
  const parsed = parseDefinitionText(text);
  return parsed.ok ? parsed.value : null;
}
