import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { snippetCompletion } from "@codemirror/autocomplete";
import { nodeTypes } from "#core/nodes/registry.ts";
import type { KnownNames } from "../model/known-names.ts";
import { expressionAt, expressionOptions } from "./complete-expression.ts";
import { type FieldHint, fieldsAt, valuesAt } from "./definition-schema.ts";
import { helpAt } from "./help-at.ts";
import { type PlaceInText, placeInText } from "./place-in-text.ts";

/** Suggests fields, their values, names of nodes, agents, models and variables, and parts of expressions. */
export function completeDefinition(names: () => KnownNames) {
  return (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos);
    const column = context.pos - line.from;
    const lines = context.state.doc.toString().split("\n");
    const { place, depth } = inItsGraph(placeInText(lines, line.number - 1, column));
    const known = namesAt(names(), depth);
    const expression = expressionAt(place, line.text.slice(0, column));
    if (expression !== null) {
      const { options, from } = expressionOptions(expression, known, depth > 0);
      return { from: context.pos - from, options: [...options], validFor: /^\w*$/ };
    }
    if (place.key === null) return completeKey(context, place);
    return completeValue(context, place, place.key, known);
  };
}

/** Inside a body, completion works as in a definition of its own; `depth` counts the bodies around it. */
function inItsGraph(place: PlaceInText): { readonly place: PlaceInText; readonly depth: number } {
  const { path } = place;
  const bodies = path.flatMap((step, index) =>
    step === "body" && (path[index + 1] === "nodes" || path[index + 1] === "edges") ? [index] : [],
  );
  const last = bodies.at(-1);
  if (last === undefined) return { place, depth: 0 };
  return { place: { ...place, path: path.slice(last + 1) }, depth: bodies.length };
}

function namesAt(names: KnownNames, depth: number): KnownNames {
  return { ...names, nodes: names.nodes.filter((node) => node.depth === depth) };
}

function completeKey(context: CompletionContext, place: PlaceInText): CompletionResult | null {
  if (!/^[\w.-]*$/.test(place.written)) return null;
  if (place.written === "" && !context.explicit && place.path.length === 0) return null;
  const fields = fieldsAt(place.path, [place.siblings, place.parentFields]).filter(
    ({ name }) => name === place.written || !place.siblings.has(name),
  );
  if (fields.length === 0) return null;
  const options = [
    ...fields.map((field) => keyOption(field, helpAt(place, field.name))),
    ...(isNewNode(place) ? nodeSnippets : []),
  ];
  return { from: context.pos - place.written.length, options, validFor: /^[\w-]*$/ };
}

function keyOption({ name, isRequired, kind, isNested }: FieldHint, help: string | null): Completion {
  return {
    label: name,
    type: "property",
    detail: isRequired ? `${kind}, required` : kind,
    boost: isRequired ? 1 : 0,
    apply: isNested ? `${name}:` : `${name}: `,
    ...(help === null ? {} : { info: help }),
  };
}

function completeValue(
  context: CompletionContext,
  place: PlaceInText,
  key: string,
  names: KnownNames,
): CompletionResult | null {
  const named = namedValues(place, key, names);
  const options = named.length > 0 ? named : countedValues(place, key);
  if (options.length === 0) return null;
  return { from: context.pos - place.written.length, options: [...options], validFor: /^[\w./?=&-]*$/ };
}

function countedValues(place: PlaceInText, key: string): readonly Completion[] {
  const summaries = new Map(nodeTypes.map(({ type, summary }) => [type as string, summary]));
  // The value being typed must not determine its own suggestions.
  const others = new Map([...place.siblings].filter(([name]) => name !== key));
  return valuesAt(place.path, key, [others, place.parentFields]).map((value) => {
    const summary = key === "type" ? summaries.get(value) : undefined;
    return { label: value, type: "enum", ...(summary === undefined ? {} : { info: summary }) };
  });
}

function namedValues({ path, siblings }: PlaceInText, key: string, names: KnownNames): readonly Completion[] {
  if (path[0] === "edges" && (key === "from" || key === "to")) {
    return names.nodes.map(({ id, name }) => ({ label: id, detail: name, type: "variable" }));
  }
  if (path[0] === "edges" && key === "condition") {
    const source = names.nodes.find(({ id }) => id === siblings.get("from"));
    return (source?.labels ?? []).map((label) => ({
      label: /^(true|false)$/.test(label) ? `"${label}"` : label,
      type: "enum",
    }));
  }
  if (key === "model" || key === "fallbackModel") {
    return names.models.map(({ ref, displayName }) => ({
      label: ref,
      detail: displayName,
      type: "constant",
    }));
  }
  if (key === "pipeline") {
    return names.pipelines.map(({ slug, name }) => ({ label: slug, detail: name, type: "class" }));
  }
  if (key === "agentId") {
    return names.agents.map((agent) => ({ label: agent.key, detail: agent.name, type: "class" }));
  }
  return [];
}

function isNewNode({ path, siblings, written }: PlaceInText): boolean {
  const isAlone = siblings.size === 0 || (siblings.size === 1 && siblings.has(written));
  return path.length === 2 && path[0] === "nodes" && isAlone;
}

const nodeSnippets: readonly Completion[] = [
  snippetCompletion(
    "id: #{id}\ntype: agent\nname: #{Name}\nconfig:\n  model: #{sandbox/brief}\n  task: |\n    #{What to do}\n\n    {{ input }}",
    { label: "agent node", detail: "calls a model", type: "class" },
  ),
  snippetCompletion("id: #{id}\ntype: condition\nname: #{Name?}\nconfig: { condition: #{size(input) > 0} }", {
    label: "condition node",
    detail: "chooses a branch",
    type: "class",
  }),
  snippetCompletion(
    'id: #{id}\ntype: action\nname: #{Save}\nconfig: { action: artifact.save, name: #{result.md}, content: "{{ input }}" }',
    { label: "artifact node", detail: "saves a result", type: "class" },
  ),
];
