import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import { jsonObjectSchema } from "#core/json/json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type AgentSnapshot, compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import type { VersionContent } from "../pipeline-outputs.ts";

/** One thing that can be run: the draft as it is, or a published version with the agents of its day. */
export interface RunSource {
  readonly version: "draft" | number;
  readonly plan: Plan;
  /** Of the draft: the node with which it ends, where it is not all of it. */
  readonly until?: string;
}

export function draftSource(
  definition: PipelineDefinition,
  agents: readonly AgentSnapshot[],
): RunSource | null {
  try {
    return { version: "draft", plan: compilePlan(definition, agents) };
  } catch {
    // It names an agent that has gone this moment; the server will say so.
    return null;
  }
}

export function versionSource({ number, definition, agents, text }: VersionContent): RunSource {
  return { version: number, plan: compilePlan(inWrittenOrder(definition, text), agents) };
}

/** The database keeps the fields of an object in an order of its own: that of the variables is in the text. */
function inWrittenOrder(definition: PipelineDefinition, text: string): PipelineDefinition {
  const parsed = parseDefinitionText(text);
  const written = parsed.ok ? jsonObjectSchema.safeParse(parsed.value).data?.variables : undefined;
  const names = Object.keys(jsonObjectSchema.safeParse(written).data ?? {});
  const variables = Object.entries(definition.variables).toSorted(
    ([left], [right]) => names.indexOf(left) - names.indexOf(right),
  );
  return { ...definition, variables: Object.fromEntries(variables) };
}
