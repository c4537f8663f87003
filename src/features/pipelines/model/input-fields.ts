import type { NodeDefinition, PipelineDefinition } from "#core/pipeline/definition.ts";
import { nodeSources } from "#core/pipeline/node-sources.ts";

/** What a pipeline reads of the data its runs are started with. */
export interface InputUse {
  /** Names of fields, in the order in which they are met. */
  readonly fields: readonly string[];
  /** It also, or only, takes the input as one piece. */
  readonly usesWhole: boolean;
}

const fieldName = "[A-Za-z_][A-Za-z0-9_]*";

/** Finds what a form for starting a run should ask for, from what the expressions and templates read. */
export function inputFieldsOf(definition: PipelineDefinition): InputUse {
  const trigger = definition.nodes.find((node) => node.type === "trigger");
  if (trigger === undefined) return { fields: [], usesWhole: false };
  const seesTrigger = nodesThatSeeInput(definition, trigger.id);
  const fields = new Set<string>();
  let usesWhole = false;
  for (const node of definition.nodes) {
    const names = ["trigger", `nodes\\.${trigger.id}\\.output`];
    if (seesTrigger.has(node.id)) names.push("input");
    const read = new RegExp(
      `(?<![\\w.])(?:${names.join("|")})(?:\\.\\??(${fieldName})(?!\\w*\\()|(?![\\w]))`,
      "g",
    );
    for (const source of expressionsOf(node)) {
      for (const [, field] of source.matchAll(read)) {
        if (field === undefined) usesWhole = true;
        else fields.add(field);
      }
    }
  }
  return { fields: [...fields], usesWhole };
}

/** Nodes whose input is the trigger's data as it is: those after it, through nodes that only pass it on. */
function nodesThatSeeInput(definition: PipelineDefinition, triggerId: string): ReadonlySet<string> {
  const passing: ReadonlySet<NodeDefinition["type"]> = new Set(["trigger", "condition", "parallel", "delay"]);
  const seen = new Set<string>();
  const open = [triggerId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { to } of definition.edges.filter((edge) => edge.from === id)) {
      const node = definition.nodes.find((candidate) => candidate.id === to);
      const isOnly = definition.edges.filter((edge) => edge.to === to).length === 1;
      if (node === undefined || seen.has(to) || !isOnly || node.input !== undefined) continue;
      seen.add(to);
      if (passing.has(node.type) && node.output === undefined) open.push(to);
    }
  }
  return seen;
}

/** Without the text around placeholders: words in a task are no expressions. */
function expressionsOf(node: NodeDefinition): readonly string[] {
  return nodeSources(node).flatMap(({ kind, source }) =>
    kind === "expression"
      ? [source]
      : [...source.matchAll(/\{\{(.*?)\}\}/gs)].map(([, inner]) => inner ?? ""),
  );
}
