import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import type { PlanAgent, PlanNode } from "#core/pipeline/plan/plan.ts";
import type { NodeTask } from "#core/run/node-task.ts";

/**
 * Whether a call's vendor is asked to keep its instructions for the next one. Keeping them costs a quarter more than
 * reading them, finding them a tenth: left to itself, a node asks for it where the same instructions are read again
 * soon, in a run that another run has started beside others.
 */
export function keepsPrompt({ node, isChild }: NodeTask, agent: PlanAgent): boolean {
  const chosen = node.definition.type === "agent" ? node.definition.config.promptCache : undefined;
  return chosen === undefined ? isChild === true && areSteady(agent) : chosen === "always";
}

/** The next turn of an agent with tools begins with all that was said in this one, usually within seconds. */
export function keepsConversation({ definition }: PlanNode): boolean {
  return definition.type !== "agent" || definition.config.promptCache !== "never";
}

/** An agent of the workspace brings plain text; other instructions are the same for all where nothing is inserted. */
function areSteady({ key, instructions }: PlanAgent): boolean {
  if (instructions === null || key !== null) return instructions !== null;
  const parsed = parseTemplate(instructions);
  return parsed.ok && parsed.template.parts.every(({ kind }) => kind === "text");
}
