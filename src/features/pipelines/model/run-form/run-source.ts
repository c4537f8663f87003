import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import { jsonObjectSchema } from "#core/json/json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type AgentSnapshot, compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import type { VersionContent } from "../pipeline-outputs.ts";

/** Something to run: the draft as it is, or a published version with its frozen agents. */
export interface RunSource {
  readonly version: "draft" | number;
  readonly plan: Plan;
  /** For a draft: the node to stop after, if it is not run to the end. */
  readonly until?: string;
}

export function draftSource(
  definition: PipelineDefinition,
  agents: readonly AgentSnapshot[],
): RunSource | null {
  try {
    return { version: "draft", plan: compilePlan(definition, agents) };
  } catch {
    // The agent was just deleted; the server will report it.
    return null;
  }
}

export function versionSource({ number, definition, agents, text }: VersionContent): RunSource {
  return { version: number, plan: compilePlan(inWrittenOrder(definition, text), agents) };
}

/** The database does not keep the order of an object's fields, so take the variables' order from the text. */
function inWrittenOrder(definition: PipelineDefinition, text: string): PipelineDefinition {
  const parsed = parseDefinitionText(text);
  const written = parsed.ok ? jsonObjectSchema.safeParse(parsed.value).data?.variables : undefined;
  const names = Object.keys(jsonObjectSchema.safeParse(written).data ?? {});
  const variables = Object.entries(definition.variables).toSorted(
    ([left], [right]) => names.indexOf(left) - names.indexOf(right),
  );
  return { ...definition, variables: Object.fromEntries(variables) };
}
