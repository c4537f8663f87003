import { sameJson } from "#core/json/same-json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { inputFieldsOf } from "../run-form/input-fields.ts";

/**
 * What a new version may break for those who start it or read its output, as sentences: variables that became required
 * or were removed, inputs that it reads now, triggers that are gone, an output of another shape.
 */
export function publishBreaks(draft: PipelineDefinition, published: PipelineDefinition): readonly string[] {
  return [
    ...variableBreaks(draft, published),
    ...inputBreaks(draft, published),
    ...triggerBreaks(draft, published),
    ...outputBreaks(draft, published),
  ];
}

function isNeeded(variables: PipelineDefinition["variables"], name: string): boolean {
  const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
  return variable?.required === true && variable.default === undefined;
}

function variableBreaks(
  { variables: is }: PipelineDefinition,
  { variables: was }: PipelineDefinition,
): readonly string[] {
  const gone = Object.keys(was).filter((name) => !Object.hasOwn(is, name));
  const needed = Object.keys(is).filter((name) => isNeeded(is, name) && !isNeeded(was, name));
  return [
    ...gone.map((name) => `A run with the variable ${name} is refused: the variable no longer exists.`),
    ...needed.map((name) => `A run without the variable ${name} is refused.`),
  ];
}

function inputBreaks(draft: PipelineDefinition, published: PipelineDefinition): readonly string[] {
  const known = new Set(inputFieldsOf(published).fields.map(({ name }) => name));
  const fields = inputFieldsOf(draft).fields.filter(({ name }) => !known.has(name));
  return fields.map(({ name }) => `It reads the field ${name} of its input, which it did not before.`);
}

function triggerBreaks(
  { triggers: is = [] }: PipelineDefinition,
  { triggers: was = [] }: PipelineDefinition,
): readonly string[] {
  const now = new Map(is.map((trigger) => [trigger.id, trigger]));
  return was.flatMap((before) => {
    const after = now.get(before.id);
    const what = `The ${before.kind} trigger ${before.id}`;
    if (after === undefined) return [`${what} is gone: it will start nothing.`];
    if (after.kind !== before.kind) return [`${what} is now of kind ${after.kind}.`];
    return sameJson(before, after) ? [] : [`${what} is changed.`];
  });
}

/** One end returns its output; several return an object of outputs by node. */
function outputBreaks(draft: PipelineDefinition, published: PipelineDefinition): readonly string[] {
  const [is, was] = [endsOf(draft), endsOf(published)];
  if (is.length === 1 && was.length === 1) return [];
  if (is.length === was.length && is.every((id, index) => id === was[index])) return [];
  const shape = (ends: readonly string[]) =>
    ends.length === 1 ? `what ${ends[0] ?? ""} puts out` : `an object of ${ends.join(", ")}`;
  return [`The output of a run is ${shape(is)}; it was ${shape(was)}.`];
}

function endsOf({ nodes, edges }: PipelineDefinition): readonly string[] {
  const sources = new Set(edges.map(({ from }) => from));
  return nodes
    .map(({ id }) => id)
    .filter((id) => !sources.has(id))
    .toSorted();
}
