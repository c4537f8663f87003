import type { Completion } from "@codemirror/autocomplete";
import { type StaticType, typeWords } from "#core/expression/types/static-type.ts";
import type { KnownNames } from "../model/known-names.ts";
import { isExpressionAt } from "./definition-schema.ts";
import { functions, methods, namespaceNames, namespaces } from "./expression-words.ts";
import type { PlaceInText } from "./place-in-text.ts";

interface WrittenExpression {
  readonly text: string;
  /** Only an output mapping and an undo can read their own node's result. */
  readonly seesOutput: boolean;
  /** Only an undo can read why its node did not complete. */
  readonly seesError: boolean;
  /** Only the fields of an HTTP request can use secrets. */
  readonly seesSecrets: boolean;
}

/** The expression up to the cursor: inside `{{ }}`, or in an expression field. Null elsewhere. */
export function expressionAt(place: PlaceInText, before: string): WrittenExpression | null {
  const placeholder = /\{\{([^}]*)$/.exec(before);
  if (placeholder !== null) {
    const isUndo = place.path.includes("undo");
    const text = placeholder[1] ?? "";
    return { text, seesOutput: isUndo, seesError: isUndo, seesSecrets: isInRequest(place) };
  }
  const { path, key, written } = place;
  if (key === null || path[0] !== "nodes") return null;
  if (!isExpressionAt(path, key, [place.siblings, place.parentFields])) return null;
  const seesOutput = path[2] === "output" || (path.length === 2 && key === "output");
  return { text: written.replace(/^["']/, ""), seesOutput, seesError: false, seesSecrets: false };
}

/** Other node types have a few fields with the same names, where secrets are offered too; validation reports those. */
const requestFields: ReadonlySet<string> = new Set(["url", "path", "query", "headers", "body"]);

function isInRequest({ path, key }: PlaceInText): boolean {
  return path[0] === "nodes" && [key ?? "", ...path].some((name) => requestFields.has(String(name)));
}

/** The possible continuations, and how many characters of them are already typed. */
export function expressionOptions(
  { text, seesOutput, seesError, seesSecrets }: WrittenExpression,
  names: KnownNames,
  isInBody = false,
): { readonly options: readonly Completion[]; readonly from: number } {
  const word = /\w*$/.exec(text)?.[0] ?? "";
  const rest = text.slice(0, text.length - word.length);
  const from = word.length;
  if (/(?<![\w.])variables\.$/.test(rest)) return { from, options: names.variables.map(variable) };
  if (seesSecrets && /(?<![\w.])secrets\.$/.test(rest)) return { from, options: names.secrets.map(variable) };
  if (/(?<![\w.])nodes\.$/.test(rest)) {
    const options = names.nodes.map(({ id, name }) => ({
      label: id,
      detail: name,
      type: "variable",
      apply: `${id}.output`,
    }));
    return { from, options };
  }
  if (/(?<![\w.])nodes\.[\w-]+\.$/.test(rest))
    return {
      from,
      options: [
        { label: "output", type: "property" },
        { label: "stop", detail: "why an agent's model stopped", type: "property" },
      ],
    };
  const fields = fieldsBehind(rest, names);
  const namespace = /(?<![\w.])(\w+)\.$/.exec(rest)?.[1];
  const inNamespace = namespace === "run" ? runFields : namespaces.get(namespace ?? "");
  if (inNamespace !== undefined) return { from, options: inNamespace };
  if (rest.endsWith(".")) return { from, options: [...fields, ...methods] };
  return {
    from,
    options: [
      ...roots(seesOutput),
      ...(isInBody ? [itemRoot] : []),
      ...(seesError ? [errorRoot] : []),
      ...(seesSecrets ? [secretsRoot] : []),
      ...names.variables.map(short),
      ...functions,
      ...namespaceNames,
    ],
  };
}

const outputRead = /(?<![\w.])nodes\.([\w-]+)\.output((?:\.\w+|\[\d+\])*)\.$/;

/** The known fields of what is before a dot, if it is a node's output or a path in it. */
function fieldsBehind(rest: string, { nodes }: KnownNames): readonly Completion[] {
  const [, nodeId, path = ""] = outputRead.exec(rest) ?? [];
  const steps = path.match(/\.\w+|\[\d+\]/g) ?? [];
  const type = steps.reduce((at, step) => typeAt(at, step), nodes.find(({ id }) => id === nodeId)?.output);
  if (type?.kind !== "object") return [];
  return [...type.fields].map(([label, of]) => ({
    label,
    detail: typeWords(of),
    type: "property",
    boost: 5,
  }));
}

function typeAt(type: StaticType | undefined, step: string): StaticType | undefined {
  if (step.startsWith("[")) return type?.kind === "list" ? type.of : undefined;
  return type?.kind === "object" ? type.fields.get(step.slice(1)) : undefined;
}

function roots(seesOutput: boolean): readonly Completion[] {
  return [
    { label: "input", detail: "the input of this node", type: "keyword", boost: 3 },
    { label: "nodes", detail: "outputs of earlier nodes", type: "keyword", apply: "nodes.", boost: 2 },
    { label: "variables", detail: "values of the run", type: "keyword", apply: "variables.", boost: 1 },
    { label: "trigger", detail: "what the run was started with", type: "keyword" },
    { label: "run", detail: "the run's id and start time", type: "keyword", apply: "run." },
    ...(seesOutput
      ? [{ label: "output", detail: "the output of this node", type: "keyword", boost: 4 }]
      : []),
  ];
}

const runFields: readonly Completion[] = [
  { label: "id", detail: "of this run", type: "property" },
  { label: "startedAt", detail: "when it was started: 2026-11-29T08:30:00.000Z", type: "property" },
];

const itemRoot: Completion = {
  label: "item",
  detail: "which item or pass this is: item.index, from 0",
  type: "keyword",
  apply: "item.index",
};

const errorRoot: Completion = {
  label: "error",
  detail: "why this node did not complete; null where it did",
  type: "keyword",
  boost: 4,
};

const secretsRoot: Completion = {
  label: "secrets",
  detail: "secret values, only for requests",
  type: "keyword",
  apply: "secrets.",
};

const variable = (name: string): Completion => ({ label: name, type: "variable" });
const short = (name: string): Completion => ({
  label: name,
  detail: "variable",
  type: "variable",
  apply: `variables.${name}`,
});
