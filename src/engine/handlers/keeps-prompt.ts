import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import type { PlanAgent, PlanNode } from "#core/pipeline/plan/plan.ts";
import type { NodeTask } from "#core/run/node-task.ts";

/**
 * Whether the vendor is asked to cache a call's instructions for the next one. Caching costs a quarter more than
 * reading them, and a cache hit a tenth: by default, a node caches if the same instructions will be read again soon, in
 * a child run beside others.
 */
export function keepsPrompt({ node, isChild }: NodeTask, agent: PlanAgent): boolean {
  const chosen = node.definition.type === "agent" ? node.definition.config.promptCache : undefined;
  return chosen === undefined ? isChild === true && areSteady(agent) : chosen === "always";
}

/** The next turn of an agent with tools begins with everything said in this one, usually within seconds. */
export function keepsConversation({ definition }: PlanNode): boolean {
  return definition.type !== "agent" || definition.config.promptCache !== "never";
}

/** An agent of the workspace provides plain text; other instructions are the same for all if nothing is inserted. */
function areSteady({ key, instructions }: PlanAgent): boolean {
  if (instructions === null || key !== null) return instructions !== null;
  const parsed = parseTemplate(instructions);
  return parsed.ok && parsed.template.parts.every(({ kind }) => kind === "text");
}
