import { passesInputOn } from "#core/nodes/type-of.ts";
import { everyNode } from "#core/pipeline/bodies/every-node.ts";
import type { NodeDefinition, PipelineDefinition } from "#core/pipeline/definition.ts";
import { nodeSources } from "#core/pipeline/node-sources.ts";
import { inferKind } from "./infer-kind.ts";
import type { ValueKind } from "./value-kind.ts";

/** What a pipeline reads of its input. */
export interface InputUse {
  /** In the order of first use. */
  readonly fields: readonly InputField[];
  /** It also, or only, reads the input as a whole. */
  readonly usesWhole: boolean;
  /** The inferred type of the input as a whole. */
  readonly wholeKind: ValueKind | null;
}

export interface InputField {
  readonly name: string;
  /** The inferred type. */
  readonly kind: ValueKind | null;
}

const fieldName = "[A-Za-z_][A-Za-z0-9_]*";

/** Finds what the run form should ask for, from what expressions and templates read. */
export function inputFieldsOf(definition: PipelineDefinition): InputUse {
  const readers = readersOf(definition);
  const fields = new Set<string>();
  let usesWhole = false;
  for (const { names, expressions } of readers) {
    const read = new RegExp(`(?<![\\w.])(?:${names})(?:\\.\\??(${fieldName})(?!\\w*\\()|(?![\\w]))`, "g");
    for (const [, field] of expressions.flatMap((source) => [...source.matchAll(read)])) {
      if (field === undefined) usesWhole = true;
      else fields.add(field);
    }
  }
  const kindOf = (suffix: string) =>
    readers
      .map((reader) =>
        isShown(reader, suffix) ? "file" : inferKind(`(?:${reader.names})${suffix}`, reader.expressions),
      )
      .find((kind) => kind !== null) ?? null;
  return {
    fields: [...fields].map((name) => ({ name, kind: kindOf(`\\.\\??${name}`) })),
    usesWhole,
    wholeKind: usesWhole ? kindOf("") : null,
  };
}

/** The inferred type of a variable. */
export function variableKindOf(definition: PipelineDefinition, name: string): ValueKind | null {
  return inferKind(
    `variables\\.\\??${name}`,
    everyNode(definition).flatMap(({ node }) => expressionsOf(node)),
  );
}

interface Reader {
  /** A regular expression of the names under which this node sees the input. */
  readonly names: string;
  readonly expressions: readonly string[];
  /** Those of them that are passed to a model as files. */
  readonly files: readonly string[];
}

/** Whether the input is only used as one of an agent's files. */
function isShown({ names, files }: Reader, suffix: string): boolean {
  const whole = new RegExp(`^\\s*(?:${names})${suffix}\\s*$`);
  return files.some((source) => whole.test(source));
}

function readersOf(definition: PipelineDefinition): readonly Reader[] {
  const trigger = definition.nodes.find((node) => node.type === "trigger");
  if (trigger === undefined) return [];
  const seesInput = nodesThatSeeInput(definition, trigger.id);
  const always = ["trigger", `nodes\\.${trigger.id}\\.output`];
  const speakOf = defaultsIn(definition);
  return definition.nodes.map((node) => ({
    names: [...always, ...(seesInput.has(node.id) ? ["input"] : [])].join("|"),
    expressions: expressionsOf(node).map(speakOf),
    files: node.type === "agent" ? [node.config.files ?? []].flat() : [],
  }));
}

/** Substitutes the numeric and boolean defaults of variables, so that they help to infer other types. */
function defaultsIn({ variables }: PipelineDefinition): (expression: string) => string {
  const stands = (value: unknown) => typeof value === "number" || typeof value === "boolean";
  return (expression) =>
    expression.replace(
      new RegExp(`(?<![\\w.])variables\\.(${fieldName})(?![\\w.[])`, "g"),
      (read, name: string) => {
        const value = Object.hasOwn(variables, name) ? variables[name]?.default : undefined;
        return stands(value) ? String(value) : read;
      },
    );
}

/** Nodes whose input is the trigger's data unchanged: those after it, through nodes that only pass it on. */
function nodesThatSeeInput(definition: PipelineDefinition, triggerId: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [triggerId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { to } of definition.edges.filter((edge) => edge.from === id)) {
      const node = definition.nodes.find((candidate) => candidate.id === to);
      const isOnly = definition.edges.filter((edge) => edge.to === to).length === 1;
      if (node === undefined || seen.has(to) || !isOnly || node.input !== undefined) continue;
      seen.add(to);
      if (passesInputOn(node) && node.output === undefined) open.push(to);
    }
  }
  return seen;
}

/** Only the placeholders of templates: words in a task are not expressions. */
function expressionsOf(node: NodeDefinition): readonly string[] {
  return nodeSources(node).flatMap(({ kind, source }) =>
    kind === "expression"
      ? [source]
      : [...source.matchAll(/\{\{(.*?)\}\}/gs)].map(([, inner]) => inner ?? ""),
  );
}
